import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { execa } from "execa";
import { project } from "../../../tools/local/directories.js";
import { RIGHTS } from "../github/versions.js";
import { GitHub } from "../../github-emulator/emulator.js";
import { type CloudWithImages, startCloudWithImages } from "../aws/cloud.js";
import { Project } from "../local/project.js";
import { writeFiles } from "../local/catalogue.js";
import { useTeardown } from "../local/teardown.js";
import { copiedCatalogue } from "../program-copy.js";
import { Canaries } from "./canaries.js";

const EVENT_LOG = /events-\d+\.json$/;

/** Sources with the ignore files of the system `blog`, and Dockerfiles in which no tool runs. */
const SOURCES: Readonly<Record<string, string>> = {
  "Cargo.toml": "[workspace]\n",
  "crates/shared/lib.rs": "// shared\n",
  "docker/Dockerfile.base": "FROM scratch\nCOPY Cargo.toml /Cargo.toml\n",
  "docker/Dockerfile": "ARG BASE_IMAGE=blog-base:latest\nFROM ${BASE_IMAGE}\nCOPY crates /crates\n",
};

describe("secrets in every place where one can enter, stack dev with images and deliveries (user pains 5 and 16)", () => {
  const teardown = useTeardown();
  const canaries = new Canaries();
  /** What was printed so far. */
  const printed: string[] = [];
  let cloud: CloudWithImages;
  let github: GitHub;
  let dev: Project;
  let docker: string;

  const sources = () => dev.sources;
  const run = async (
    command: Promise<{ succeeded: boolean; output: string; changes: readonly string[] }>,
  ) => {
    const outcome = await command;
    printed.push(outcome.output);
    ok(outcome.succeeded, outcome.output.replaceAll(/^\{"time".*\n/gm, ""));
    return outcome;
  };

  before(async () => {
    cloud = await startCloudWithImages((token) => canaries.add("ECR token", token));
    teardown(() => cloud.stop());
    github = await GitHub.start();
    teardown(() => github.stop());
    for (const { owner = "example", repository } of copiedCatalogue) {
      github.repository(`${owner}/${repository}`, { files: { "README.md": "first\n" } });
    }
    docker = await mkdtemp(join(tmpdir(), "slipway-docker-"));
    teardown(() => rm(docker, { recursive: true }));
    canaries.add("PULUMI_CONFIG_PASSPHRASE", "a passphrase of the tests");
    const fresh = await Project.ofStack("dev", cloud.environment);
    teardown(() => fresh.remove());
    dev = fresh.in(await environment());
    await dev.set("slipway:checkouts.blog", "sources");
    await dev.set("slipway:builder", cloud.builder);
    await dev.set("slipway:delivery", "pull-request");
    await dev.set("slipway:buildCache", "registry");
    await writeFiles(sources(), SOURCES);
    const ignoreFiles = join(dev.folder, "systems", "blog", "files", "docker");
    for (const file of ["Dockerfile.dockerignore", "Dockerfile.base.dockerignore"]) {
      await cp(join(ignoreFiles, file), join(sources(), "docker", file));
    }
    await plantInSources();
  });

  /** What a person or a CI has set, new secrets each time. */
  async function environment(): Promise<Readonly<Record<string, string>>> {
    await writeFile(
      join(docker, "config.json"),
      JSON.stringify({
        auths: { [cloud.registry.host]: login("docker"), "https://index.docker.io/v1/": login("Docker Hub") },
      }),
    );
    return {
      DOCKER_CONFIG: docker,
      GITHUB_API_URL: github.url,
      GITHUB_TOKEN: canaries.add("GITHUB_TOKEN", github.token({ permissions: RIGHTS }).secret),
      // Letters and digits alone: the service that a call is for is read off what stands around it.
      AWS_ACCESS_KEY_ID: canaries.add(
        "AWS_ACCESS_KEY_ID",
        `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
      ),
      AWS_SECRET_ACCESS_KEY: canaries.plant("AWS_SECRET_ACCESS_KEY"),
      AWS_SESSION_TOKEN: canaries.plant("AWS_SESSION_TOKEN"),
      CARGO_REGISTRY_TOKEN: canaries.plant("CARGO_REGISTRY_TOKEN"),
      NPM_TOKEN: canaries.plant("NPM_TOKEN"),
      DATABASE_URL: `postgres://app:${canaries.plant("DATABASE_URL")}@db.example/app`,
      BUILD_VERSION: canaries.plant("BUILD_VERSION"),
    };
  }

  function login(place: string) {
    return { auth: Buffer.from(`user:${canaries.plant(place)}`).toString("base64") };
  }

  async function plantInSources(): Promise<void> {
    await writeFiles(sources(), {
      ".env": `API_KEY=${canaries.plant(".env")}\n`,
      ".npmrc": `//registry.example/:_authToken=${canaries.plant(".npmrc")}\n`,
      ".cargo/credentials.toml": `[registry]\ntoken = "${canaries.plant(".cargo")}"\n`,
    });
    await rm(join(sources(), ".git"), { recursive: true, force: true });
    const origin = `https://x-access-token:${encodeURIComponent(canaries.plant("git remote"))}@github.com/example/Blog`;
    const git = (...command: readonly string[]) =>
      execa("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...command], { cwd: sources() });
    await git("init", "--quiet");
    await git("remote", "add", "origin", origin);
    await git("commit", "--quiet", "--allow-empty", "--message", "first");
  }

  /** Places of secrets that are somewhere where nobody looks for them. */
  async function leaks(): Promise<string[]> {
    const stack = await dev.exported();
    const outputs = JSON.stringify(await dev.outputs());
    const calls = JSON.stringify(github.calls.map(({ method, path, body }) => [method, path, body]));
    const isPlanted = (path: string) =>
      path.startsWith(sources() + sep) || path.includes(`${sep}node_modules${sep}`) || EVENT_LOG.test(path);
    return [
      ...printed.flatMap((text) => canaries.in(text).map((place) => `printed: ${place}`)),
      ...canaries.in(stack).map((place) => `exported: ${place}`),
      ...canaries.in(outputs).map((place) => `outputs: ${place}`),
      ...canaries.in(calls).map((place) => `commits and pull requests: ${place}`),
      ...canaries.in(await toldEvents()).map((place) => `event log: ${place}`),
      ...(await canaries.inFolder(dev.root, isPlanted)),
      ...(await canaries.inFolder(cloud.registry.storage)),
    ];
  }

  /** The engine's event logs, but for events that are told with --debug alone: see the log of the third level below. */
  async function toldEvents(): Promise<string> {
    const logs = (await readdir(dev.root)).filter((file) => EVENT_LOG.test(file));
    ok(logs.length > 0);
    const texts = await Promise.all(logs.map((file) => readFile(join(dev.root, file), "utf8")));
    return texts.join("\n").replaceAll(/^.*"severity":"debug".*$/gm, "");
  }

  it("are used: images are pushed, pull requests opened", async () => {
    await run(dev.preview());
    await run(dev.up());
    equal(
      cloud.registry.pushes.some(({ repository }) => repository === "blog"),
      true,
    );
    equal(github.writes.filter(({ path }) => path.endsWith("/pulls")).length, copiedCatalogue.length);
    const deciphered = canaries.in(await dev.exported("--show-secrets"));
    ok(deciphered.length > 0, "the state has a secret to hide");
    deepEqual(
      deciphered.filter((place) => !place.startsWith("ECR token ")),
      [],
    );
  });

  it("stand in no output, state, log, label, layer, provenance, commit or pull request", async () => {
    ok(canaries.places.length >= 15);
    deepEqual(await leaks(), []);
  });

  it("make no difference when each is another", async () => {
    dev = dev.in(await environment());
    await plantInSources();
    const [pushes, writes] = [cloud.registry.pushes.length, github.writes.length];
    deepEqual((await run(dev.preview())).changes, []);
    deepEqual((await run(dev.up())).changes, []);
    deepEqual((await run(dev.refresh())).changes, []);
    equal(cloud.registry.pushes.length, pushes);
    equal(github.writes.length, writes);
    deepEqual(await leaks(), []);
  });

  it("nor when GitHub's is the stack's own, and not the environment's", async () => {
    const token = github.token({ permissions: RIGHTS }).secret;
    await dev.setSecret("github:token", canaries.add("github:token", token));
    dev = dev.in({ GITHUB_TOKEN: "" });
    const writes = github.writes.length;
    deepEqual((await run(dev.up())).changes, []);
    equal(github.writes.length, writes);
    deepEqual(await leaks(), []);
  });

  // Pulumi's SDK writes into it what each call and resource was answered.
  it("are in Pulumi's log of the third level no more than ECR's token", async () => {
    const { output } = await dev.preview("--logtostderr", "-v=3");
    match(output, /"v":3/, "the log is there");
    deepEqual(
      canaries.in(output).filter((place) => !place.startsWith("ECR token ")),
      [],
    );
  });

  it("are refused as build arguments, and not repeated", async () => {
    const secret = canaries.plant("build argument");
    const index = join(dev.folder, "systems", "index.ts");
    const before = await readFile(index, "utf8");
    await writeFile(
      index,
      `import { blog } from "./blog/index.js";
const images = blog.images.map((image) => ({ ...image, buildArgs: { API_TOKEN: ${JSON.stringify(secret)} }, variableArgs: { DB_PASSWORD: ${JSON.stringify(secret)} } }));
export const catalogue = [{ ...blog, images }];
`,
    );
    const preview = await dev.preview();
    await writeFile(index, before);
    ok(!preview.succeeded);
    match(preview.output, /buildArgs\.API_TOKEN/);
    match(preview.output, /variableArgs\.DB_PASSWORD/);
    deepEqual(canaries.in(preview.output), []);
  });

  it("are not in what slipway prints and renders", async () => {
    const folder = await mkdtemp(join(tmpdir(), "slipway-rendered-"));
    teardown(() => rm(folder, { recursive: true }));
    const env = await environment();
    const slipway = (...command: readonly string[]) =>
      execa("npx", ["tsx", "tests/fixture-catalogue/slipway.ts", ...command], {
        cwd: project,
        env,
        all: true,
        reject: false,
      });
    await mkdir(join(folder, "out"));
    for (const command of [["render", "--out", join(folder, "out")], ["plan"], ["access", "dev"]]) {
      const { all, exitCode } = await slipway(...command);
      equal(exitCode, 0, all);
      deepEqual(canaries.in(all), []);
    }
    deepEqual(await canaries.inFolder(folder), []);
  });

  it("stand nowhere after a destroy, either", async () => {
    await dev.set("slipway:forceDelete", true);
    await run(dev.up());
    dev = dev.in({
      GITHUB_TOKEN: canaries.add("GITHUB_TOKEN", github.token({ permissions: RIGHTS }).secret),
    });
    const destroy = await run(dev.destroy());
    doesNotMatch(destroy.output, /canary/);
    deepEqual(await canaries.inFolder(join(dev.root, "state")), []);
  });
});
