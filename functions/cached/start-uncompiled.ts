import { formatEventLine } from '../../lib/observe/event-log.ts';
import { type StartInjector, startInjector } from '../../lib/webhook/start-injector.ts';

/** Starts without the compile cache, and says so: nothing else would tell that it has lapsed. */
export const startUncompiled: StartInjector = (environment, output) => {
  const error = new Error(
    `the compile cache in the package was made by another build of Node than this ${process.version} for ` +
      `${process.arch}, so starts take longer: make it anew with this runtime, and deploy again`,
  );
  output.write(`${formatEventLine({ at: Date.now(), event: 'compile-cache-unused', error })}\n`);
  return startInjector(environment, output);
};
