import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { DeliveredFile } from "../../../src/plan/delivery-plan.js";
import type { System } from "../../../src/catalogue/system.js";
import { GitHub } from "../../github-emulator/emulator.js";
import type { Repository } from "../../github-emulator/repository.js";
import type { Token } from "../../github-emulator/token.js";
import { Project } from "../local/project.js";
import { RIGHTS, VERSIONS } from "./versions.js";

const shop: System = {
  name: "shop",
  repository: "shop",
  registry: "ghcr",
  releaseTags: "v*",
  versions: {},
  images: [
    {
      id: "app",
      repository: "shop",
      dockerfile: "docker/Dockerfile",
      context: ".",
      platforms: ["linux/amd64"],
      tags: [{ kind: "fixed", tag: "latest" }],
    },
  ],
};

/** A stack on the real engine that does nothing but deliver one system's files. */
export class DeliveryStack {
  private constructor(
    readonly github: GitHub,
    readonly repository: Repository,
    readonly token: Token,
    readonly project: Project,
  ) {}

  /** With the first of {@link VERSIONS} as its catalogue, and nothing delivered yet. */
  static async create(): Promise<DeliveryStack> {
    const github = await GitHub.start();
    const repository = github.repository("acme/shop", {
      files: { "README.md": "shop\n", "src/main.ts": "main\n" },
    });
    const token = github.token({ permissions: RIGHTS });
    const project = await Project.create({
      catalogue: [shop],
      configuration: {
        "aws:region": "eu-west-1",
        "slipway:owner": "acme",
        "slipway:delivery": "pull-request",
      },
      environment: { GITHUB_TOKEN: token.secret, GITHUB_API_URL: github.url },
    });
    const stack = new DeliveryStack(github, repository, token, project);
    await stack.setFiles(VERSIONS[0] ?? []);
    return stack;
  }

  async remove(): Promise<void> {
    await this.project.remove();
    await this.github.stop();
  }

  /** Makes these the files of the catalogue. */
  async setFiles(files: readonly DeliveredFile[]): Promise<void> {
    const folder = join(this.project.folder, "systems", "shop", "files");
    await rm(folder, { recursive: true, force: true });
    for (const { path, content, executable } of files) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      await chmod(file, executable ? 0o755 : 0o644);
    }
  }

  /**
   * Starts an `up` and kills it, with all it started, at its call of this number: before the call takes effect, or when
   * it was `done`. Then unlocks the stack.
   *
   * @returns whether it made so many calls.
   */
  async killUpAt(call: number, done: boolean): Promise<boolean> {
    const run = this.project.startUp();
    let calls = 0;
    this.github.intervene = async () => {
      calls += 1;
      if (calls < call) return undefined;
      // Pulumi gives its plugins groups of their own, in its session.
      await execa("pkill", ["-KILL", "--session", String(run.pid)], { reject: false });
      return done && calls === call ? { kind: "lost reply" } : { kind: "reset" };
    };
    await run;
    this.github.intervene = () => undefined;
    await this.project.pulumi("cancel", "--yes", "--stack", "test");
    return calls >= call;
  }
}
