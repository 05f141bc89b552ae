import { createInjector } from '../lib/webhook/create-injector.ts';

const injector = createInjector(process.env, (line) => void process.stdout.write(`${line}\n`));

await injector.warm();

/** Answers the AdmissionReviews that API Gateway passes on. */
export const { handler } = injector;
