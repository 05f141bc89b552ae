#!/usr/bin/env node
import { processIo } from './process-io.ts';
import { runCommandLine } from './run-command-line.ts';

// The AWS SDK warns that its versions of 2027 will need Node 22; ours is pinned, and the warning would stand before
// everything that a command on Node 20 says.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

process.exitCode = await runCommandLine(process.argv.slice(2), processIo());
