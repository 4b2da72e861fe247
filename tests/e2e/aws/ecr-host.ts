/**
 * A loopback registry that answers under an ECR host's name, over TLS, with ECR's manners.
 *
 * No name is resolved and no file of the machine is touched: BuildKit and the docker-build provider are Go programs,
 * so they send what goes to `https://ACCOUNT.dkr.ecr.REGION.amazonaws.com` through the proxy named in HTTPS_PROXY and
 * trust the authority in SSL_CERT_FILE (`environment` below). That proxy is this one; it opens a tunnel to the ECR host
 * and refuses every other destination, so a test that would leave the machine fails. What is for the loopback device
 * never goes through a proxy.
 *
 *     buildkitd, provider ──HTTPS_PROXY──► tunnel ──TLS──► door (tokens, repositories, tags) ──► registry
 *                                                            └── moto: which repositories exist, which tags may move
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer as createProxy } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ECRClient } from "@aws-sdk/client-ecr";
import { execa } from "execa";
import { door, type Push } from "./ecr-door.js";
import { listen } from "../loopback.js";
import { serveRegistry } from "../local/registry.js";

export interface EcrHost {
  /** `ACCOUNT.dkr.ecr.REGION.amazonaws.com`. */
  readonly host: string;
  /** What a Go or Node program needs in its environment to find and trust the host. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of every manifest and layer. */
  readonly storage: string;
  /** The manifests pushed so far, in order. */
  readonly pushes: readonly Push[];
  /** Tunnels that were refused, `host:port`: attempts to leave the machine. */
  readonly refused: readonly string[];
  /** A new token as AWS would give it; those given before stay good until they expire. */
  readonly issueToken: () => string;
  /** Makes every token given so far a dead one, as twelve hours would. */
  readonly expireTokens: () => void;
  readonly stop: () => Promise<void>;
}

/** Where the host's parts come from. */
export interface EcrHostParts {
  /** Folder of Python programs; see `awsPrograms` in cloud.ts. */
  readonly programs: string;
  /** The AWS that knows the repositories. */
  readonly ecr: ECRClient;
  readonly account: string;
  readonly region: string;
}

/** Starts the host, empty. */
export async function startEcrHost(parts: EcrHostParts): Promise<EcrHost> {
  const host = `${parts.account}.dkr.ecr.${parts.region}.amazonaws.com`;
  const folder = await mkdtemp(join(tmpdir(), "slipway-ecr-"));
  const certificate = await makeCertificate(parts.programs, host, folder);
  const registry = await serveRegistry(folder);

  const tokens = new Map<string, "good" | "expired">();
  const pushes: Push[] = [];
  const refused: string[] = [];

  const tls = await listen(
    createTlsServer(
      { key: certificate.key, cert: certificate.chain },
      door({ ...parts, host, registry: registry.url, tokens, onPush: (push) => pushes.push(push) }),
    ),
  );

  const proxy = createProxy((_request, response) =>
    response.writeHead(403).end("only tunnels to the ECR host"),
  );
  proxy.on("connect", (request, socket) => {
    if (request.url !== `${host}:443`) {
      refused.push(request.url ?? "");
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const onward = connect(tls.port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    // One side hanging up is how a tunnel ends.
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  const tunnels = await listen(proxy);

  return {
    host,
    environment: {
      HTTPS_PROXY: `http://127.0.0.1:${tunnels.port}`,
      // Everything else of a test speaks to the loopback device directly.
      NO_PROXY: "127.0.0.1,localhost",
      SSL_CERT_FILE: certificate.bundle,
      NODE_EXTRA_CA_CERTS: certificate.bundle,
    },
    storage: join(folder, "data"),
    pushes,
    refused,
    issueToken() {
      const token = `canary-${randomBytes(24).toString("base64url")}`;
      tokens.set(token, "good");
      return token;
    },
    expireTokens() {
      for (const token of tokens.keys()) tokens.set(token, "expired");
    },
    async stop() {
      await tunnels.stop();
      await tls.stop();
      await registry.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A throw-away authority and a certificate of it for the host, and a bundle that trusts both it and the usual ones. */
async function makeCertificate(programs: string, host: string, folder: string) {
  await execa(join(programs, "python"), ["-m", "trustme", "--quiet", "--identities", host, "--dir", folder]);
  const authority = await readFile(join(folder, "client.pem"));
  const usual = process.env["SSL_CERT_FILE"];
  const bundle = join(folder, "bundle.pem");
  await writeFile(
    bundle,
    Buffer.concat([usual === undefined ? Buffer.of() : await readFile(usual), authority]),
  );
  return {
    bundle,
    key: await readFile(join(folder, "server.key")),
    chain: await readFile(join(folder, "server.pem")),
  };
}
