import { compiledStart } from './compiled-script.ts';

const start = compiledStart(import.meta.dirname) ?? (await import('./start-uncompiled.ts')).startUncompiled;

/** Answers the AdmissionReviews that API Gateway passes on, as `functions/inject.ts` does, from compiled code where it fits. */
export const handler = await start(process.env, process.stdout);
