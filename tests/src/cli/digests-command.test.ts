import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
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
    hub = await registry(tags);
  });
  after(() => hub.stop());

  const file = () => path.join(folder, "Pulumi.try.yaml");
  const digests = (...args: string[]) => slipway(["digests", "try", ...args], { folder });
  /** Its exit code, what it prints, and the stack's file after it. */
  const outcome = async (...args: string[]) => {
    const { exitCode, stdout } = await digests(...args);
    return [exitCode, stdout.split("\n"), readFileSync(file(), "utf8")];
  };

  it("writes what is new, and nothing where nothing is; --check writes nothing", async () => {
    const [rust, debian] = [`${hub.host}/library/rust:1.75`, `${hub.host}/library/debian`];
    tags.set("library/rust:1.75", digest("a")).set("library/debian:latest", digest("b"));
    const before = stackOf(rust, debian);
    const pinned = stackOf(`${rust}@${digest("a")}`, `${debian}:latest@${digest("b")}`);
    writeFileSync(file(), before);
    const lines = (rusts: string, debians: string, end: string) => [
      `shop RUST_IMAGE: ${rust}, ${rusts}`,
      `shop RUNTIME_IMAGE: ${debian}:latest, ${debians}`,
      end,
    ];
    const missing = ["no digest → sha256:aaaaaaaaaaaa", "no digest → sha256:bbbbbbbbbbbb"] as const;
    const advice = "2 digests missing or moved; `slipway digests try` updates Pulumi.try.yaml";
    assert.deepEqual(await outcome("--check"), [1, lines(...missing, advice), before]);
    const written =
      "2 digests written to Pulumi.try.yaml; run `pulumi up` and deliver the workflow files again";
    assert.deepEqual(await outcome(), [0, lines(...missing, written), pinned]);
    const newest = ["sha256:aaaaaaaaaaaa is the newest", "sha256:bbbbbbbbbbbb is the newest"] as const;
    const nothing = "nothing to write: Pulumi.try.yaml has the digest of every tag";
    assert.deepEqual(await outcome(), [0, lines(...newest, nothing), pinned]);

    tags.set("library/rust:1.75", digest("c"));
    const moved = await digests("--json");
    const row = (arg: string, state: string, image: string, before: string, after: string) => ({
      system: "shop",
      arg,
      state,
      before: `${image}@${digest(before)}`,
      after: `${image}@${digest(after)}`,
    });
    assert.equal(moved.exitCode, 0);
    assert.deepEqual(JSON.parse(moved.stdout), [
      row("RUST_IMAGE", "moved", rust, "a", "c"),
      row("RUNTIME_IMAGE", "current", `${debian}:latest`, "b", "b"),
    ]);
    assert.equal(readFileSync(file(), "utf8"), pinned.replace(digest("a"), digest("c")));
  });

  it("leaves a digest without a tag alone, and asks nobody for it", async () => {
    const text = stackOf(`${hub.host}/rust@${digest("a")}`, `nobody.invalid/debian@${digest("b")}`);
    writeFileSync(file(), text);
    const { exitCode, stdout } = await digests("--check");
    const skipped = "nobody.invalid/debian, sha256:bbbbbbbbbbbb skipped: it has no tag to look up";
    assert.deepEqual([exitCode, stdout.split("\n")[1]], [0, `shop RUNTIME_IMAGE: ${skipped}`]);
    assert.equal(readFileSync(file(), "utf8"), text);
  });

  it("writes nothing unless every image was found, and says of each other what to do", async () => {
    tags.set("library/rust:1.75", digest("a"));
    const text = stackOf(`${hub.host}/library/rust:1.75`, `${hub.host}/debian:none`);
    writeFileSync(file(), text);
    const { exitCode, stdout, stderr } = await digests();
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.equal(
      stderr,
      `1 problem with registries; nothing was written.

  ${hub.host}/debian:none (slipway:versions.shop.RUNTIME_IMAGE)
    expected: the digest of its tag, from ${hub.host}
    found:    404: no such image or tag
    fix:      name a tag that exists`,
    );
    assert.equal(readFileSync(file(), "utf8"), text);
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
