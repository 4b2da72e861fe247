import { Connection } from "../../../components/delivery-plugin/connection.js";
import type { Message } from "../../../components/delivery-plugin/report.js";
import { RepositoryFilesProvider } from "../../../components/delivery-plugin/provider.js";
import type { RepositoryFilesInputs } from "../../../components/delivery-plugin/properties.js";
import { GitHub } from "../../github-emulator/emulator.js";
import type { Repository } from "../../github-emulator/repository.js";
import type { Token } from "../../github-emulator/token.js";

/** What a delivery of workflow files needs. */
const RIGHTS = { contents: "write", pull_requests: "write", workflows: "write" } as const;

export const URN = "urn:pulumi:test::slipway::slipway-github:index:RepositoryFiles::shop";

/** A provider of the plugin before an emulated GitHub with one repository, `acme/shop`. */
export class Workbench {
  /** All that was said so far. */
  readonly messages: Message[] = [];

  private constructor(
    readonly github: GitHub,
    readonly shop: Repository,
    readonly token: Token,
  ) {}

  static async open(token: Parameters<GitHub["token"]>[0] = { permissions: RIGHTS }): Promise<Workbench> {
    const github = await GitHub.start();
    const shop = github.repository("acme/shop", { files: { "README.md": "shop\n" } });
    return new Workbench(github, shop, github.token(token));
  }

  close(): Promise<void> {
    return this.github.stop();
  }

  /** The provider of a new run: it knows nothing of earlier ones. */
  provider(token = this.token.secret): RepositoryFilesProvider {
    const environment = { GITHUB_TOKEN: token, GITHUB_API_URL: this.github.url };
    return new RepositoryFilesProvider(new Connection(environment), (_, messages) => {
      this.messages.push(...messages);
      return Promise.resolve();
    });
  }

  /** What is said, and the calls that are made, while something is done. */
  async during(act: () => Promise<unknown>): Promise<Record<"messages" | "calls", readonly string[]>> {
    const [messages, calls] = [this.messages.length, this.github.calls.length];
    await act();
    return {
      messages: this.messages
        .slice(messages)
        .map(({ severity, text }) => `${severity}: ${text.replaceAll(this.github.url, "")}`),
      calls: this.github.calls
        .slice(calls)
        .map(({ method, path }) => `${method} ${path.replace(/\?.*/, "")}`),
    };
  }
}

/** What the program asks for: these files, as text, in `acme/shop`. */
export function inputsFor(
  texts: Readonly<Record<string, string>>,
  more: Partial<RepositoryFilesInputs> = {},
): RepositoryFilesInputs {
  const files = Object.entries(texts).map(
    ([path, content]): [string, RepositoryFilesInputs["files"][string]] => {
      const source = `systems/shop/files/${path}`;
      return [path, { content, encoding: "utf-8", executable: false, source }];
    },
  );
  const target = { owner: "acme", repository: "shop", system: "shop" };
  return { ...target, files: Object.fromEntries(files), replaceFiles: [], ...more };
}
