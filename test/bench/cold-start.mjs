// Does what Lambda does to a new environment: loads a handler, hands it one event, and ends. Tells when, and what
// CPU time all of it took; all in milliseconds.
// node cold-start.mjs HANDLER EVENT
const [handlerPath, eventPath] = process.argv.slice(2);
const { readFileSync, writeSync } = process.getBuiltinModule('node:fs');
const started = performance.now();
const { handler } = await import(handlerPath);
const loaded = performance.now();
const event = eventPath === undefined ? {} : JSON.parse(readFileSync(eventPath, 'utf8'));
const answer = await handler(event, { getRemainingTimeInMillis: () => 10_000 });
const answered = performance.now();
const { user, system } = process.cpuUsage();
writeSync(1, JSON.stringify({ started, loaded, answered, cpu: (user + system) / 1000, answer }));
process.exit(0);
