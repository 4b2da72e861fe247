import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createServer } from "node:http";
import { listen } from "../../e2e/loopback.js";
import { type Registry, registry } from "../registry/registry-server.js";
import { temporaryFolder } from "../delivery/temporary-folder.js";
import { slipway } from "./slipway.js";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

/** A stack of the shop, of which both public images are in a registry on this machine, and a secret. */
const stackOf = (rust: string, debian: string) => `# For a try.
encryptionsalt: v1:Zm9vYmFy:v1:abc/def+0123456789:==
config:
    aws:region: eu-west-1
    github:token:
        secure: "v1:AAAA/BBBB+cc=="
    slipway:owner: 'acme' # us
    slipway:systems: [shop]
    slipway:versions:
        shop:
            RUST_IMAGE: "${rust}" # the toolchain
            # what it runs on
            RUNTIME_IMAGE: ${debian}

    slipway:protect: false
`;

describe("slipway digests", () => {
  const tags = new Map<string, string>();
  let hub: Registry;
  let folder = "";
  before(async () => {
    folder = temporaryFolder();
    hub = await registry(tags, ({ url = "" }, response) =>
      url.endsWith("/manifests/limited")
        ? Boolean(response.writeHead(429, { "retry-after": "60" }).end())
        : url.endsWith("/manifests/private")
          ? Boolean(response.writeHead(401).end())
          : false,
    );
  });
  after(() => hub.stop());

  const file = () => path.join(folder, "Pulumi.try.yaml");
  const digests = (...args: string[]) => slipway(["digests", "try", ...args], { folder });

  it("writes what is new, and nothing where nothing is; --check writes nothing", async () => {
    const [rust, debian] = [`${hub.host}/library/rust:1.75`, `${hub.host}/library/debian`];
    tags.set("library/rust:1.75", digest("a")).set("library/debian:latest", digest("b"));
    const before = stackOf(rust, debian);
    writeFileSync(file(), before);

    const missing = await digests("--check");
    const system = "shop";
    const lines = [
      `${system} RUST_IMAGE: ${rust}, no digest → sha256:aaaaaaaaaaaa`,
      `${system} RUNTIME_IMAGE: ${debian}:latest, no digest → sha256:bbbbbbbbbbbb`,
    ];
    assert.deepEqual(
      [missing.exitCode, missing.stdout.split("\n")],
      [1, [...lines, "2 digests missing or moved; `slipway digests try` updates Pulumi.try.yaml"]],
    );
    assert.equal(readFileSync(file(), "utf8"), before);

    const first = await digests();
    assert.deepEqual(
      [first.exitCode, first.stdout.split("\n")],
      [
        0,
        [
          ...lines,
          "2 digests written to Pulumi.try.yaml; run `pulumi up` and deliver the workflow files again",
        ],
      ],
    );
    const pinned = stackOf(`${rust}@${digest("a")}`, `${debian}:latest@${digest("b")}`);
    assert.equal(readFileSync(file(), "utf8"), pinned);

    const again = await digests();
    assert.deepEqual(
      [again.exitCode, again.stdout.split("\n")],
      [
        0,
        [
          `${system} RUST_IMAGE: ${rust}, sha256:aaaaaaaaaaaa is the newest`,
          `${system} RUNTIME_IMAGE: ${debian}:latest, sha256:bbbbbbbbbbbb is the newest`,
          "nothing to write: Pulumi.try.yaml has the digest of every tag",
        ],
      ],
    );
    assert.equal(readFileSync(file(), "utf8"), pinned);

    tags.set("library/rust:1.75", digest("c"));
    const moved = await digests("--json");
    assert.deepEqual(
      [moved.exitCode, JSON.parse(moved.stdout)],
      [
        0,
        [
          {
            system,
            arg: "RUST_IMAGE",
            state: "moved",
            before: `${rust}@${digest("a")}`,
            after: `${rust}@${digest("c")}`,
          },
          {
            system,
            arg: "RUNTIME_IMAGE",
            state: "current",
            before: `${debian}:latest@${digest("b")}`,
            after: `${debian}:latest@${digest("b")}`,
          },
        ],
      ],
    );
    assert.equal(readFileSync(file(), "utf8"), pinned.replace(digest("a"), digest("c")));
  });

  it("leaves a digest without a tag alone, and asks nobody for it", async () => {
    const text = stackOf(`${hub.host}/rust@${digest("a")}`, `nobody.invalid/debian@${digest("b")}`);
    writeFileSync(file(), text);
    const { exitCode, stdout } = await digests("--check");
    assert.equal(exitCode, 0);
    assert.equal(
      stdout.split("\n")[1],
      "shop RUNTIME_IMAGE: nobody.invalid/debian, sha256:bbbbbbbbbbbb skipped: it has no tag to look up",
    );
    assert.equal(readFileSync(file(), "utf8"), text);
  });

  it("writes nothing unless every image was found, and says of each other what to do", async () => {
    const dead = await listen(createServer());
    await dead.stop();
    const gone = `127.0.0.1:${dead.port}`;
    const known = `${hub.host}/library/rust:1.75`;
    tags.set("library/rust:1.75", digest("a"));
    const cases: [image: string, found: string, fix: string][] = [
      [
        `${gone}/debian:12`,
        `no answer: connect ECONNREFUSED ${gone}`,
        "check the image's name and the network (HTTPS_PROXY is used if set), then run it again",
      ],
      [`${hub.host}/debian:limited`, "429: too many requests from this network", "run it again in 60 s"],
      [
        `${hub.host}/debian:private`,
        "401: not for visitors without an account, or not there",
        "correct the name; an image that needs an account is left alone if it is named by digest without a tag",
      ],
      [`${hub.host}/debian:none`, "404: no such image or tag", "name a tag that exists"],
    ];
    for (const [image, found, fix] of cases) {
      const text = stackOf(known, image);
      writeFileSync(file(), text);
      const { exitCode, stdout, stderr } = await digests();
      assert.deepEqual(
        { exitCode, stdout, stderr },
        {
          exitCode: 2,
          stdout: "",
          stderr: `1 problem with registries; nothing was written.

  ${image} (slipway:versions.shop.RUNTIME_IMAGE)
    expected: the digest of its tag, from ${image.split("/")[0] ?? ""}
    found:    ${found}
    fix:      ${fix}`,
        },
      );
      assert.equal(readFileSync(file(), "utf8"), text);
    }
  });

  it("says what is no image, and where a file is better edited by hand", async () => {
    writeFileSync(file(), stackOf("Rust:1", `debian@${digest("b")}`));
    const { exitCode, stderr } = await digests();
    assert.equal(exitCode, 2);
    assert.match(stderr, /^ {2}Rust:1 \(slipway:versions\.shop\.RUST_IMAGE\)$/m);

    const image = `${hub.host}/library/rust:1.75`;
    tags.set("library/rust:1.75", digest("a"));
    const shared = `${stackOf(image, image).replace(`"${image}"`, `&image ${image}`)}    other:key: *image\n`;
    writeFileSync(file(), shared);
    const refused = await digests();
    assert.equal(refused.exitCode, 1);
    assert.match(refused.stderr, /^2 problems in Pulumi\.try\.yaml; nothing was written\.$/m);
    assert.match(refused.stderr, /^ {4}expected: .*@sha256:a{64}$/m);
    assert.equal(readFileSync(file(), "utf8"), shared);
  });

  it("wants a stack that there is", async () => {
    const { exitCode, stderr } = await slipway(["digests", "prdo"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /fix: {6}perhaps you meant prod$/m);
  });
});
