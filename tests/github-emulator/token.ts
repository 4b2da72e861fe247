import { notFound, Refused } from "./answer.js";

/** Permissions of fine-grained tokens, as GitHub's headers spell them. */
export type Permission =
  | "actions"
  | "administration"
  | "contents"
  | "environments"
  | "pull_requests"
  | "actions_variables"
  | "workflows";

export type Level = "read" | "write";

export interface TokenOptions {
  /**
   * `fine-grained` has permissions, `classic` has scopes: `repo` for everything but workflow files, which need
   * `workflow`. Default: fine-grained.
   */
  readonly kind?: "fine-grained" | "classic";
  /** Of fine-grained tokens. Default: none, and metadata can be read all the same. */
  readonly permissions?: Readonly<Partial<Record<Permission, Level>>>;
  /** Of classic tokens. Default: none. */
  readonly scopes?: readonly ("repo" | "workflow")[];
}

/** A token that the emulator gave out. */
export class Token {
  readonly kind: NonNullable<TokenOptions["kind"]>;
  private expired = false;

  constructor(
    /** For the record of calls, which never holds the secret. */
    readonly id: string,
    readonly secret: string,
    private readonly options: TokenOptions,
  ) {
    this.kind = options.kind ?? "fine-grained";
  }

  /** From now on nobody knows it any more. GitHub does not tell an expired token from a wrong one. */
  expire(): void {
    this.expired = true;
  }

  get isGood(): boolean {
    return !this.expired;
  }

  may(permission: Permission, level: Level): boolean {
    if (this.kind === "classic") {
      const scope = permission === "workflows" ? "workflow" : "repo";
      return this.options.scopes?.includes(scope) ?? false;
    }
    const given = this.options.permissions?.[permission];
    return given === "write" || given === level;
  }

  /** What GitHub answers where {@link may} said no. A classic token is not told what it lacks, nor that there is anything. */
  lacks(): Refused {
    return this.kind === "classic"
      ? notFound()
      : new Refused(403, "Resource not accessible by personal access token");
  }

  /** The headers by which GitHub says what an endpoint wants, and what a classic token has. */
  headers(wanted: string | undefined): Record<string, string> {
    if (this.kind === "classic") {
      return { "x-oauth-scopes": (this.options.scopes ?? []).join(", "), "x-accepted-oauth-scopes": "" };
    }
    return wanted === undefined ? {} : { "x-accepted-github-permissions": wanted };
  }
}
