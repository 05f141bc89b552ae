import { createInjector } from '../lib/webhook/create-injector.ts';

// Opened here, and not by the first request's line.
const { stdout } = process;
const injector = createInjector(process.env, (line) => void stdout.write(`${line}\n`));

await injector.warm();

/** Answers the AdmissionReviews that API Gateway passes on. */
export const { handler } = injector;
