import { createServer } from "node:http";

const services = (process.env.SERVICES ?? "http://gateway:8000,http://auth:4000,http://simulator:8080").split(
  ",",
);

async function isUp(service) {
  const answer = await fetch(new URL("/healthz", service), { signal: AbortSignal.timeout(2000) }).catch(
    () => undefined,
  );
  return answer?.ok === true;
}

/** `GET /` lists the services, and which of them are up. */
const server = createServer(async ({ url }, response) => {
  if (url === "/healthz") return response.end("ok\n");
  const states = await Promise.all(services.map(async (service) => [service, await isUp(service)]));
  response.setHeader("content-type", "application/json").end(JSON.stringify(Object.fromEntries(states)));
});

server.listen(4100);
process.on("SIGTERM", () => server.close());
