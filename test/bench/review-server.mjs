// Answers reviews by the handler of the Lambda, in the protocol of `ISTIO_BENCH`: for each line {"path", "review"} on
// standard input one line {"cpuNanoseconds", "nanoseconds", "response"} on file descriptor 3. What the handler logs goes
// to standard output.
// node review-server.mjs HANDLER
const { createInterface } = await import('node:readline');
const { writeSync } = process.getBuiltinModule('node:fs');
const { handler } = await import(process.argv[2]);
const context = { getRemainingTimeInMillis: () => 10_000, awsRequestId: '705ab4f5-6393-11e8-b7cc-42010a800002' };
for await (const line of createInterface({ input: process.stdin })) {
  const { path, review } = JSON.parse(line);
  const event = {
    resource: '/{proxy+}',
    path,
    httpMethod: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'kube-apiserver-admission', host: 'example.org' },
    queryStringParameters: { timeout: '10s' },
    requestContext: { stage: 'prod', requestId: '705ab4f5' },
    body: review,
    isBase64Encoded: false,
  };
  const cpu = process.cpuUsage();
  const from = process.hrtime.bigint();
  const { body } = await handler(event, context);
  const nanoseconds = Number(process.hrtime.bigint() - from);
  const { user, system } = process.cpuUsage(cpu);
  writeSync(3, `${JSON.stringify({ cpuNanoseconds: (user + system) * 1000, nanoseconds, response: body })}\n`);
}
