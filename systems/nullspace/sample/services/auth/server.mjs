import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

/** Given when the container starts, never built in. Without one, tokens hold until it stops. */
const secret = process.env.AUTH_SECRET ?? randomBytes(32);

function token(player) {
  return `${player}.${createHmac("sha256", secret).update(player).digest("base64url")}`;
}

function playerOf(given) {
  const player = given.slice(0, given.lastIndexOf("."));
  const [real, claimed] = [token(player), given].map((text) => Buffer.from(text));
  return real.length === claimed.length && timingSafeEqual(real, claimed) ? player : undefined;
}

/** `GET /tokens/<player>` gives a token out, `GET /players/<token>` says whose it is. */
const server = createServer(({ url }, response) => {
  const [, what, value] = url.split("/");
  if (what === "healthz") return response.end("ok\n");
  const answer = what === "tokens" ? token(value) : what === "players" ? playerOf(value) : undefined;
  if (answer === undefined) return response.writeHead(404).end("not found\n");
  response.end(`${answer}\n`);
});

server.listen(4000);
process.on("SIGTERM", () => server.close());
