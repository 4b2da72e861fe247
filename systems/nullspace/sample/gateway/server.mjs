import { createServer, request } from "node:http";

const services = {
  "/auth": process.env.AUTH_URL ?? "http://auth:4000",
  "/simulator": process.env.SIMULATOR_URL ?? "http://simulator:8080",
};

/** Hands `/auth/…` and `/simulator/…` on to their services. */
const server = createServer((incoming, response) => {
  if (incoming.url === "/healthz") return response.end("ok\n");
  const [prefix, service] =
    Object.entries(services).find(([path]) => incoming.url.startsWith(`${path}/`)) ?? [];
  if (prefix === undefined) return response.writeHead(404).end("not found\n");
  const { method, headers } = incoming;
  const outgoing = request(
    new URL(incoming.url.slice(prefix.length), service),
    { method, headers },
    (answer) => answer.pipe(response.writeHead(answer.statusCode, answer.headers)),
  );
  outgoing.on("error", ({ message }) => response.writeHead(502).end(`${prefix}: ${message}\n`));
  incoming.pipe(outgoing);
});

server.listen(8000);
process.on("SIGTERM", () => server.close());
