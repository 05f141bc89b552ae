import { startInjector } from '../lib/webhook/start-injector.ts';

/** Answers the AdmissionReviews that API Gateway passes on. */
export const handler = await startInjector(process.env, process.stdout);
