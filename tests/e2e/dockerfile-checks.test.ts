import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { glob } from "tinyglobby";
import { isSuspect } from "../../src/delivery/drift/secret-arguments.js";
import { project } from "../../tools/local/directories.js";
import { Builders, startDaemon } from "./local/builders.js";
import { useTeardown } from "./local/teardown.js";

describe("BuildKit's own check of Dockerfiles, which builds nothing and asks no registry (user pain 20)", () => {
  const teardown = useTeardown();
  let builders: Builders;
  before(async () => {
    const daemon = await startDaemon();
    teardown(() => daemon.stop());
    builders = await Builders.create();
    teardown(() => builders.remove());
    await builders.add("judge", daemon.endpoint);
  });
  /** Images that arguments name are `scratch` here: BuildKit would look the real ones up. */
  const check = async (dockerfile: string) => {
    const images = (await readFile(dockerfile, "utf8")).matchAll(/^FROM \$\{(\w+)\}/gm);
    const scratch = [...images].map(([, name = ""]) => `--build-arg=${name}=scratch`);
    return builders.buildx(
      "build",
      ...["--check", "--builder", "judge", ...scratch, "--file", dockerfile, dirname(dockerfile)],
    );
  };

  it("finds nothing in any delivered Dockerfile", async () => {
    const dockerfiles = await glob(
      ["systems", "tests/fixture-catalogue/systems"].map((folder) => `${folder}/*/files/**/Dockerfile*`),
      {
        cwd: project,
        absolute: true,
        ignore: ["**/*.dockerignore"],
      },
    );
    ok(dockerfiles.length >= 3, "there are Dockerfiles");
    for (const file of dockerfiles) {
      const { exitCode, all } = await check(file);
      equal(exitCode, 0, `${file}\n${all}`);
      match(all, /no warnings found/, file);
    }
  });

  /** A file with this text. */
  const written = async (dockerfile: string) => {
    const folder = await mkdtemp(join(tmpdir(), "slipway-check-"));
    teardown(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "Dockerfile"), dockerfile);
    return join(folder, "Dockerfile");
  };

  /** The names in which it sees a secret. */
  const suspects = async (dockerfile: string) => {
    const { all } = await check(await written(dockerfile));
    return [...all.matchAll(/for sensitive data \(ARG "(\w+)"\)/g)].map(([, name]) => name).sort();
  };

  it("sees secrets in two names of Nullspace's website, and none below the line that N16 asks for", async () => {
    const website = await readFile(
      join(project, "systems", "nullspace", "sample", "website", "Dockerfile"),
      "utf8",
    );
    const dockerfile = website.replaceAll(/^FROM \S+/gm, "FROM scratch");
    const header = /^# check=skip=SecretsUsedInArgOrEnv\n/;
    match(dockerfile, header);
    deepEqual(await suspects(dockerfile.replace(header, "")), ["VITE_AUTH_PROXY_URL", "VITE_AUTH_URL"]);
    deepEqual(await suspects(dockerfile), []);
    deepEqual(
      await suspects(`# The website.\n${dockerfile}`),
      ["VITE_AUTH_PROXY_URL", "VITE_AUTH_URL"],
      "below another comment it is none",
    );
  });

  it("sees secrets in the names that `slipway check` takes for such (N16)", async () => {
    const words = "apikey auth credential credentials key password pword passwd secret".split(" ");
    const names = [...words, "token", "public", "file", "version", "tokens", "monkey"].flatMap((word) => [
      ...[word, word.toUpperCase(), `A_${word}`, `${word}_A`, `A_${word}_B`, `A${word}`],
      ...[`public_${word}`, `${word}_file`, `${word}_VERSION`],
    ]);
    const dockerfile = ["FROM scratch", ...names.map((name) => `ARG ${name}`), ""].join("\n");
    deepEqual(await suspects(dockerfile), [...new Set(names.filter(isSuspect))].sort());
  });

  for (const [what, dockerfile, found] of [
    ["an unknown instruction", "FROM scratch\nCOPPY a b\n", /unknown instruction: COPPY/],
    ["a default that names no image", "ARG BASE\nFROM $BASE\n", /InvalidDefaultArgInFrom|base name/],
    ["a password in an argument", "FROM scratch\nARG PASSWORD\n", /SecretsUsedInArgOrEnv/],
  ] as const) {
    it(`finds ${what}`, async () => {
      const { exitCode, all } = await check(await written(dockerfile));
      equal(exitCode, 1, all);
      match(all, found);
    });
  }
});
