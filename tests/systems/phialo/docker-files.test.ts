import assert from "node:assert/strict";
import { lstatSync, readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { DockerfileParser } from "dockerfile-ast";
import { project } from "../../../tools/local/directories.js";

const folder = join(project, "systems", "phialo", "files");
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const instructions = DockerfileParser.parse(read("Dockerfile.base")).getInstructions();

/** The arguments of an instruction, one for each time that it stands there. */
function argumentsOf(keyword: string): string[] {
  return instructions
    .filter((instruction) => instruction.getKeyword() === keyword)
    .map((instruction) => instruction.getRawArgumentsContent() ?? "");
}

describe("Phialo: the delivered files", () => {
  it("are these; none can take the place of the repository's own README", () => {
    const found = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    assert.deepEqual(found.sort(), [
      "Dockerfile.base",
      "Dockerfile.base.dockerignore",
      "docker-bake.hcl",
      "docs/ci-base-image.md",
      "scripts/test-ci-base.sh",
    ]);
  });

  it("are the example's own, by links", () => {
    for (const name of readdirSync(folder)) {
      const link = join(project, "systems", "phialo", "sample", name);
      assert.ok(lstatSync(link).isSymbolicLink(), name);
      assert.equal(realpathSync(link), realpathSync(join(folder, name)));
    }
  });

  it("have an executable script", () => {
    assert.equal(statSync(join(folder, "scripts", "test-ci-base.sh")).mode & 0o111, 0o111);
  });

  describe("Dockerfile.base", () => {
    it("has one stage, on an image that an argument can replace (P1, X4)", () => {
      assert.deepEqual(argumentsOf("FROM"), ["${NODE_IMAGE} AS base"]);
      assert.deepEqual(argumentsOf("ARG"), ["NODE_IMAGE=node:20-alpine", "PNPM_VERSION=9.15.2"]);
    });

    it("names no platform and no frontend to download (X7)", () => {
      assert.doesNotMatch(read("Dockerfile.base"), /--platform|^#\s*syntax\s*=/m);
    });

    it("installs the packages of P2 in one step, with gcompat for libc6-compat, and keeps no index (P7)", () => {
      const [packages = ""] = argumentsOf("RUN");
      assert.deepEqual(packages.replaceAll(/\\\n\s*/g, "").split(/\s+/), [
        ...["apk", "add", "--no-cache"],
        ...["git", "python3", "make", "g++", "gcompat", "bash", "curl", "netcat-openbsd"],
      ]);
    });

    it("takes nothing from the repository", () => {
      assert.deepEqual([...argumentsOf("COPY"), ...argumentsOf("ADD")], []);
      const rules = read("Dockerfile.base.dockerignore")
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("#"));
      assert.deepEqual(rules, ["*"]);
    });

    it("goes from what changes least to the settings, which no step follows (P8)", () => {
      assert.deepEqual(
        instructions.map((instruction) => instruction.getKeyword()),
        ["ARG", "FROM", "RUN", "RUN", "ENV", "ARG", "RUN", "ENV", "WORKDIR", "USER", "CMD"],
      );
    });

    it("runs as 1001, by number (P6, X5)", () => {
      assert.deepEqual(argumentsOf("USER"), ["1001:1001"]);
    });
  });

  describe("the page", () => {
    const page = read("docs/ci-base-image.md");
    /** The compilers of the packages of P2. */
    const compilers = ["python3", "make", "g++"];

    /** Whether a text owns up to every compiler where it says what production images hold. */
    const ownsUpTo = (text: string) =>
      text
        .split(/\n\s*\n/)
        .some(
          (paragraph) => /production/i.test(paragraph) && compilers.every((name) => paragraph.includes(name)),
        );

    it("says that 'no compilers' is meant for production images, and that this is none (P14)", () => {
      const original =
        "3. **No unnecessary tools**\n   - No compilers in production images\n   - No debugging tools by default\n";
      assert.deepEqual([ownsUpTo(page), ownsUpTo(original)], [true, false]);
      assert.match(page, /^\*\*This is no production image\.\*\*/m);
    });

    it("says first of all that Node 20 has reached its end of life, and the test script agrees (P1)", () => {
      const [, , , notice = ""] = page.split("\n").filter((line) => line !== "");
      assert.equal(
        notice,
        "> **Node 20 reached its end of life on 30 April 2026** and gets no security fixes since. Move on with",
      );
      assert.match(read("scripts/test-ci-base.sh"), /^ {2}20\) end=2026-04-30 ;;$/m);
      assert.match(read("scripts/test-ci-base.sh"), /^ {2}24\) end=2028-04-30 ;;$/m);
      assert.match(page, /Node 24 gets fixes until 30 April 2028/);
    });

    it("has every command of P10, and none with --parallel (P17)", () => {
      const commands = page.replaceAll(/\\\n\s*/g, "");
      for (const command of [
        "\ndocker build -f Dockerfile.base -t phialo-ci-base:latest .\n",
        "\nDOCKER_BUILDKIT=1 docker build --build-arg BUILDKIT_INLINE_CACHE=1 -f Dockerfile.base -t phialo-ci-base:latest .\n",
        "\ndocker buildx build --builder phialo --platform linux/amd64,linux/arm64 -f Dockerfile.base -t ghcr.io/<owner>/phialo-ci-base:1.2.3 --push .\n",
      ]) {
        assert.ok(commands.includes(command), command);
      }
      const [shell] = [[...page.matchAll(/```bash\n[\s\S]*?```/g)].map(([block]) => block).join("")];
      assert.doesNotMatch(shell, /--parallel/);
    });

    it("has the schedule, the metrics, breaking changes and what is left (P18, P19, P20)", () => {
      const schedule = [...page.matchAll(/^\| (weekly|monthly|quarterly|yearly) /gm)].map(([, when]) => when);
      assert.deepEqual(schedule, ["weekly", "monthly", "quarterly", "yearly"]);
      for (const words of [
        "build time, size, number of layers, steps from the cache\nout of all, and known vulnerabilities",
        "## Breaking changes",
        "a distroless variant",
        "About 231 MB were planned",
      ]) {
        assert.ok(page.includes(words), words);
      }
    });
  });

  it("the bake file repeats no default of the Dockerfile (X4)", () => {
    assert.doesNotMatch(read("docker-bake.hcl"), /node:\d|\d+\.\d+\.\d+"/);
  });
});
