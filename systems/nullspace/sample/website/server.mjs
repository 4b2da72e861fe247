import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const page = readFileSync("dist/index.html");

const server = createServer(({ url }, response) => {
  if (url === "/healthz") return response.end("ok\n");
  response.setHeader("content-type", "text/html").end(page);
});

server.listen(8081);
process.on("SIGTERM", () => server.close());
