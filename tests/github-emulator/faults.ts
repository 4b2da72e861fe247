import { type Answer, Refused } from "./answer.js";

/** What goes wrong with one call. */
export type Fault =
  /** The connection ends before anything was done. */
  | { readonly kind: "reset" }
  /** It was done, and the connection ends before the answer. */
  | { readonly kind: "lost reply" }
  /** A server error instead of the answer. `done`: after it took effect. */
  | { readonly kind: "server error"; readonly status: 500 | 502 | 503 | 504; readonly done: boolean }
  /** The hourly limit is used up until `reset`. GitHub answers either status. */
  | { readonly kind: "primary rate limit"; readonly status: 403 | 429; readonly reset: Date }
  /** Too much at once. `retryAfter` in seconds. GitHub answers either status. */
  | { readonly kind: "secondary rate limit"; readonly status: 403 | 429; readonly retryAfter: number }
  /** The token expires before this call. */
  | { readonly kind: "token expires" }
  /** The answer takes its time. */
  | { readonly kind: "delay"; readonly milliseconds: number };

/** What GitHub's own front end says; some of it is no JSON. */
export function serverError(status: 500 | 502 | 503 | 504): Answer {
  switch (status) {
    case 500:
      return { status, body: { message: "Server Error", status: "500" } };
    case 502:
      return { status, body: { message: "Server Error" } };
    case 503:
      return { status, body: "<html><body><h1>503 Service Unavailable</h1></body></html>" };
    case 504:
      return {
        status,
        body: {
          message:
            "We couldn't respond to your request in time. Sorry about that. Please try resubmitting your request and contact us if the problem persists.",
        },
      };
  }
}

export function primaryRateLimit(status: 403 | 429, reset: Date, login: string): Refused {
  return new Refused(status, `API rate limit exceeded for user ID ${login}.`, undefined, {
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": String(Math.ceil(reset.getTime() / 1000)),
  });
}

export function secondaryRateLimit(status: 403 | 429, retryAfter: number): Refused {
  return new Refused(
    status,
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    undefined,
    { "retry-after": String(retryAfter) },
  );
}
