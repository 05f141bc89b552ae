/** How wide text for people is, in characters: help, tables and prose. */
export const textWidth = 80;
