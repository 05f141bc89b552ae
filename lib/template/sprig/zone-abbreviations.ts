/** placeholder until generated */
export function zoneAbbreviations(_name: string, _offset: number): string | undefined {
  return undefined;
}
