import type { Problem } from "../problems/problem.js";

/** Why a registry gave nothing that helps. */
export type LookupError =
  /** `host` answered with another status than 200; `retryAfter` is what it asks for, as it stands in the answer. */
  | {
      readonly kind: "refused";
      readonly host: string;
      readonly status: number;
      readonly retryAfter: string | undefined;
    }
  /** No answer, or one that no registry gives. `because` is a fragment. */
  | { readonly kind: "unknown"; readonly host: string; readonly because: string };

/** A registry gave no answer, or none that helps; the message says so as a fragment. */
export class RegistryError extends Error {
  override readonly name = "RegistryError";

  constructor(readonly error: LookupError) {
    super(`${error.host}: ${error.kind === "refused" ? `status ${error.status}` : error.because}`);
  }
}

/** A lookup error in words for whoever keeps the stack. `where` names the image, and what in the stack names that. Pure. */
export function lookupProblem(where: string, error: LookupError): Problem {
  const [found, fix] =
    error.kind === "refused"
      ? refusalInWords(error.status, error.retryAfter)
      : [
          error.because,
          "check the image's name and the network (HTTPS_PROXY is used if set), then run it again",
        ];
  return { where, expected: `the digest of its tag, from ${error.host}`, found, fix };
}

/** What came, and the fix. */
function refusalInWords(status: number, retryAfter = ""): [found: string, fix: string] {
  switch (status) {
    case 401:
    case 403:
      return [
        `${status}: not for visitors without an account, or not there`,
        "correct the name; an image that needs an account is left alone if it is named by digest without a tag",
      ];
    case 404:
      return ["404: no such image or tag", "name a tag that exists"];
    case 429:
      return [
        "429: too many requests from this network",
        /^\d+$/.test(retryAfter)
          ? `run it again in ${retryAfter} s`
          : "run it again later; a limit of Docker Hub's lasts for hours",
      ];
    default:
      return [`${status}`, "run it again later; if that lasts, look at the registry's own page of its state"];
  }
}
