/** What GitHub sends back. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is if it is a text. None: an empty answer. */
  readonly body?: unknown;
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export function created(body: unknown): Answer {
  return { status: 201, body };
}

export const NO_CONTENT: Answer = { status: 204 };

/** An answer other than the wanted one, thrown by whatever finds the fault. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors?: readonly (object | string)[],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** With a link to the documentation, as every error of GitHub's has it. */
  answer(): Answer {
    const { status, message, errors, headers } = this;
    return {
      status,
      headers,
      body: {
        message,
        ...(errors === undefined ? {} : { errors }),
        documentation_url: "https://docs.github.com/rest",
        status: String(status),
      },
    };
  }
}

/** Also the answer to what somebody may not know of. */
export function notFound(message = "Not Found"): Refused {
  return new Refused(404, message);
}

export function conflict(message: string): Refused {
  return new Refused(409, message);
}

export function unprocessable(message: string): Refused {
  return new Refused(422, message);
}

export function invalid(...errors: readonly (object | string)[]): Refused {
  return new Refused(422, "Validation Failed", errors);
}
