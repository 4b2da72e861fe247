import assert from "node:assert/strict";
import { imageConfig } from "../image.js";
import { patience } from "../shared-docker.js";
import { buildText, ciBase, dockerfile, replaced, type CiBase } from "./ci-base.js";

/** Each test shows that the source document's own text fails where what is delivered does not. */
describe("Phialo: where the source is wrong", function () {
  this.timeout(patience);
  let machine: CiBase;
  let text: string;
  before(async () => {
    machine = await ciBase();
    text = await dockerfile();
  });

  it("P1: a base that has reached its end of life can be replaced; the original's cannot", async () => {
    await buildText(machine, "FROM node:20-alpine\nENV NEXT_NODE=yes\n", ["--tag", "next-node"]);
    const upToBase = text.slice(0, text.indexOf("\n", text.indexOf("\nFROM ") + 1) + 1);
    const original = "FROM node:20-alpine AS base\n";
    const onNext = async (dockerfile: string) => {
      const options = ["--build-arg", "NODE_IMAGE=next-node", "--tag", "on-next"];
      assert.equal((await buildText(machine, dockerfile, options)).exitCode, 0);
      return (await imageConfig(machine.docker, "on-next")).Env.includes("NEXT_NODE=yes");
    };
    assert.deepEqual([await onNext(upToBase), await onNext(original)], [true, false]);
  });

  describe("P2: the packages", () => {
    /** Which of the two names an Alpine knows. The package manager installs nothing here, it only looks names up. */
    const releases = { "3.18": "libc6-compat gcompat", "3.19": "gcompat" } as const;
    const original = `RUN apk add --no-cache \\
    git python3 make g++ libc6-compat \\
    bash curl netcat-openbsd
`;
    const addsPackages = async (instruction: string, release: keyof typeof releases) => {
      const known = `git python3 make g++ bash curl netcat-openbsd ${releases[release]}`;
      const apk = `#!/bin/sh
for name in "$@"; do
  case " add --no-cache ${known} " in *" $name "*) ;; *)
    echo "ERROR: unable to select packages: $name (no such package)"; exit 1 ;;
  esac
done
`;
      const dockerfile = `FROM node:20-alpine\nCOPY --chmod=755 <<'APK' /usr/local/sbin/apk\n${apk}APK\n${instruction}`;
      const { exitCode, all } = await buildText(machine, dockerfile, ["--output", "type=cacheonly"]);
      return exitCode === 0 ? "installed" : (/unable to select packages: \S+/.exec(all)?.[0] ?? all);
    };

    it("install on Alpine before and since 3.19; the original's only before", async () => {
      const [ours] = /^RUN apk add[\s\S]*?[^\\]\n/m.exec(text) ?? [""];
      assert.deepEqual(
        [await addsPackages(ours, "3.18"), await addsPackages(ours, "3.19")],
        ["installed", "installed"],
      );
      assert.deepEqual(
        [await addsPackages(original, "3.18"), await addsPackages(original, "3.19")],
        ["installed", "unable to select packages: libc6-compat"],
      );
    });
  });

  it("P3: user 1001 has pnpm without a download; with the original's step it has none", async () => {
    const original = replaced(
      replaced(
        text,
        "ENV COREPACK_HOME=/usr/local/share/corepack \\\n    COREPACK_ENABLE_DOWNLOAD_PROMPT=0\n",
        "",
      ),
      'corepack prepare "pnpm@${PNPM_VERSION}" --activate',
      "corepack prepare pnpm@9.15.2 --activate",
    );
    const build = await buildText(machine, original, ["--tag", "pnpm-of-root"]);
    assert.equal(build.exitCode, 0, build.all);
    const run = (image: string) =>
      machine.docker.run(["docker", "run", "--rm", "--network", "none", image, "pnpm", "--version"]);
    const [ours, theirs] = [await run("phialo-ci-base:latest"), await run("pnpm-of-root")];
    assert.deepEqual([ours.exitCode, ours.all], [0, "9.15.2"]);
    assert.notEqual(theirs.exitCode, 0);
    assert.match(theirs.all, /Error when performing the request to https:\/\/registry\.npmjs\.org\/pnpm/);
  });
});
