import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { steps } from "../build-log.js";
import { Container } from "../container.js";
import { archived, imageBytes, imageConfig, imageFiles, imageHistory } from "../image.js";
import { patience } from "../shared-docker.js";
import { home, type ThrowawayDocker } from "../throwaway-docker.js";
import { built, checkout, cvDocker, image } from "./sources.js";

/** Files that the bases do not have. */
const added = ["app/cv", "app/static/style.css", "app/templates/cv.html"];

const images = [
  {
    type: "prod",
    base: "alpine:3.21",
    user: "10001:10001",
    // What the document allows it to take: megabytes unpacked, and of memory (C22–C24).
    ceilings: { size: 180, memory: 35 },
    program: { entrypoint: undefined, command: ["/app/cv"] },
  },
  {
    type: "minimal",
    base: "gcr.io/distroless/static:nonroot",
    user: "65532:65532",
    ceilings: { size: 45, memory: 15 },
    program: { entrypoint: ["/app/cv"], command: undefined },
  },
] as const;

for (const { type, base, user, ceilings, program } of images) {
  describe(`CV: the ${type} image`, function () {
    this.timeout(patience);
    let docker: ThrowawayDocker;
    let name: string;
    before(async () => {
      docker = await cvDocker();
      name = await image(docker, type);
    });

    it("adds the program and what it serves to its base, and nothing else", async () => {
      const inBase = new Set(await imageFiles(docker, base));
      assert.deepEqual(
        (await imageFiles(docker, name)).filter((file) => !inBase.has(file)),
        added,
      );
    });

    it(`is within ${ceilings.size} MB (C22–C24)`, async () => {
      const size = await imageBytes(docker, name);
      assert.ok(size < ceilings.size * 1e6, `${size} bytes`);
    });

    it("is configured to run as a user by number, on port 3000 (C19, X5)", async () => {
      const config = await imageConfig(docker, name);
      assert.deepEqual(
        {
          user: config.User,
          entrypoint: config.Entrypoint ?? undefined,
          command: config.Cmd ?? undefined,
          folder: config.WorkingDir,
          ports: Object.keys(config.ExposedPorts ?? {}),
          version: config.Labels?.["org.opencontainers.image.version"],
        },
        { user, ...program, folder: "/app", ports: ["3000/tcp"], version: "0.1.0" },
      );
    });

    it("has its program linked statically: no interpreter, no library to find (C5)", async () => {
      const elf = await readelf("--program-headers", "--dynamic");
      assert.match(elf, /Elf file type is/);
      assert.doesNotMatch(elf, /INTERP|NEEDED/);
    });

    it("holds its files as its user's own, and its data for nobody else (C18)", async () => {
      const list = "tar --list --verbose --numeric-owner app | awk '{ print $1, $2, $6 }'";
      const listing = await archived(docker, name, list);
      const owner = user.replace(":", "/");
      assert.deepEqual(listing.split("\n").sort(), [
        `-rw-r--r-- ${owner} app/static/style.css`,
        `-rw-r--r-- ${owner} app/templates/cv.html`,
        `-rwxr-xr-x ${owner} app/cv`,
        `drwx------ ${owner} app/data/`,
        `drwxr-xr-x ${owner} app/`,
        `drwxr-xr-x ${owner} app/static/`,
        `drwxr-xr-x ${owner} app/templates/`,
      ]);
    });

    describe("running", () => {
      let container: Container;
      before(async () => {
        // Docker's own root is no root to the program, and nothing but its data can be written.
        const options = ["--publish", "127.0.0.1:3100:3000", "--health-interval", "1s"];
        container = await Container.start(docker, name, {
          options: [...options, "--cap-drop", "ALL", "--read-only", "--volume", "/app/data"],
        });
        await container.untilHealthy(get("/health"));
      });
      after(() => container.remove());

      const ask = ["curl", "--max-time", "5", "--fail", "--silent", "--show-error"] as const;
      const get = (path: string) => [...ask, `http://127.0.0.1:3100${path}`] as const;

      it("answers /health, the page and a file (C19)", async () => {
        assert.deepEqual(JSON.parse(await docker.output(get("/health"))), { status: "ok", version: "0.1.0" });
        assert.match(await docker.output(get("/")), /<p>Visits: 1<\/p>/);
        assert.match(await docker.output(get("/static/style.css")), /^body \{/);
      });

      it("has its user's numbers alone", async () => {
        const pid = await container.state("Pid");
        const lines = await docker.output(["grep", "-E", "^(Uid|Gid|CapEff):", `/proc/${pid}/status`]);
        const [uid, gid] = user.split(":");
        const four = (id = "") => `\t${id}`.repeat(4);
        assert.equal(lines, `Uid:${four(uid)}\nGid:${four(gid)}\nCapEff:\t0000000000000000`);
      });

      it("takes less memory than the document allows (C22–C24)", async () => {
        const format = ["--no-stream", "--format", "{{.MemUsage}}"];
        const usage = await docker.output(["docker", "stats", ...format, container.id]);
        const [, number, unit] = /^([\d.]+)([KM])iB /.exec(usage) ?? [];
        const megabytes = (Number(number) * (unit === "K" ? 1024 : 1024 ** 2)) / 1e6;
        assert.ok(megabytes < ceilings.memory, usage);
      });

      if (type === "prod") {
        it("passes its own health check, with the base's wget (C3)", async () => {
          await container.untilHealthy();
        });
      }

      it("ends in an orderly way when it is stopped", async () => {
        assert.equal(await container.stop(), 0);
      });
    });

    /** What binutils, which the compiler's image has, says of the program. */
    async function readelf(...options: string[]): Promise<string> {
      const program = `program-of-${type}`;
      await archived(docker, name, `tar --extract --to-stdout app/cv > ${program}`);
      const mounted = ["--volume", `${home}/${program}:/program:ro`];
      const command = ["rust:1.87-alpine3.21", "readelf", ...options, "/program"];
      return docker.output(["docker", "run", "--rm", ...mounted, ...command]);
    }

    if (type === "minimal") {
      it("has its program stripped (C5)", async () => {
        assert.doesNotMatch(await readelf("--section-headers"), /\.symtab/);
      });

      it("has no shell and no package manager (C5)", async () => {
        const programs = /(^|\/)(s?bin|local\/bin)\//;
        assert.deepEqual(
          (await imageFiles(docker, name)).filter((file) => programs.test(file)),
          [],
        );
        // Its exit code was 127 each time but one, and 125 then; why is not known. The words are Docker's reason.
        const { failed, all } = await docker.run(["docker", "run", "--rm", "--entrypoint", "/bin/sh", name]);
        assert.ok(failed);
        assert.match(all, /"\/bin\/sh": stat \/bin\/sh: no such file or directory/);
      });

      it("has no health check: there is nothing to run one", async () => {
        assert.equal((await imageConfig(docker, name)).Healthcheck, undefined);
      });
    }
  });
}

describe("CV: the version of an image (C7)", function () {
  this.timeout(patience);
  it("is an argument, which rebuilds nothing, and the program answers with it", async () => {
    const docker = await cvDocker();
    const name = await image(docker, "prod");
    const options = ["--tag", "cv:2.0.0", "--build-arg", "VERSION=2.0.0"];
    const log = await built(docker, await checkout(docker, "cv-version"), "prod", { options });
    assert.deepEqual(steps(log).run, []);
    const layers = async (reference: string) =>
      (await imageHistory(docker, reference)).filter(({ Size }) => Size > 0);
    assert.deepEqual(await layers("cv:2.0.0"), await layers(name));
    const container = await Container.start(docker, "cv:2.0.0");
    const health = ["wget", "-q", "-O", "-", "http://127.0.0.1:3000/health"] as const;
    const answers = () => container.exec(...health);
    for (let attempt = 0; attempt < 50 && (await answers()).failed; attempt++) await sleep(100);
    assert.deepEqual(JSON.parse((await answers()).stdout), { status: "ok", version: "2.0.0" });
    await container.remove();
  });
});
