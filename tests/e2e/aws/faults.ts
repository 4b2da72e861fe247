import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { forward, listen } from "../loopback.js";

/** An answer in place of the service's own. */
export interface Fault {
  /** API operation, e.g. "PutLifecyclePolicy". */
  readonly operation: string;
  /** Error name in the answer. */
  readonly error: "ThrottlingException" | "AccessDeniedException" | "ExpiredTokenException";
  /** The first call of the operation, from now on, that gets it. Default: 1. */
  readonly from?: number;
  /** How many calls get it. Default: all from the first on. */
  readonly calls?: number;
}

/** A reverse proxy before AWS's API that answers chosen calls itself and keeps the list of all. */
export interface FaultProxy {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Every operation called so far, in order. */
  readonly calls: readonly string[];
  /** From now on answers with this fault, beside those set before. */
  readonly fail: (fault: Fault) => void;
  /** From now on answers calls of this operation with the value as JSON. */
  readonly answer: (operation: string, value: () => unknown) => void;
  /** Forgets faults and answers, and the calls so far. */
  readonly clear: () => void;
  readonly stop: () => Promise<void>;
}

const MESSAGES = {
  ThrottlingException: "Rate exceeded",
  AccessDeniedException:
    "User: arn:aws:sts::123456789012:assumed-role/test is not authorized to perform this action",
  ExpiredTokenException: "The security token included in the request is expired",
} as const satisfies Record<Fault["error"], string>;

/** The calls that would change something at AWS. */
export function writesAmong(calls: readonly string[]): string[] {
  return calls.filter((call) => !/^(?:Get|Describe|List)/.test(call));
}

/** Starts the proxy before `upstream`, e.g. a moto server. */
export async function startFaultProxy(upstream: string): Promise<FaultProxy> {
  const calls: string[] = [];
  const faults: { readonly fault: Fault; seen: number }[] = [];
  const answers = new Map<string, () => unknown>();

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const operation = operationOf(request, body);
    calls.push(operation);
    const fault = due(faults, operation);
    if (fault !== undefined) {
      refuse(response, fault.error, isQuery(request));
      return;
    }
    const answer = answers.get(operation);
    if (answer !== undefined) {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(answer()));
      return;
    }
    forward(upstream, request, response, { body });
  };

  const server = createServer((request, response) => {
    void serve(request, response);
  });
  const listening = await listen(server);
  return {
    url: `http://127.0.0.1:${listening.port}`,
    calls,
    fail: (fault) => faults.push({ fault, seen: 0 }),
    answer: (operation, value) => answers.set(operation, value),
    clear() {
      calls.length = 0;
      faults.length = 0;
      answers.clear();
    },
    stop: listening.stop,
  };
}

/** ECR's protocol names the operation in a header, that of STS and IAM in the form that is posted. */
function operationOf(request: IncomingMessage, body: Buffer): string {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") return target.split(".").at(-1) ?? target;
  return new URLSearchParams(body.toString()).get("Action") ?? `${request.method ?? ""} ${request.url ?? ""}`;
}

function isQuery(request: IncomingMessage): boolean {
  return request.headers["x-amz-target"] === undefined;
}

/** The fault for this call of the operation, which counts as seen by every fault that names it. */
function due(faults: { readonly fault: Fault; seen: number }[], operation: string): Fault | undefined {
  let found: Fault | undefined;
  for (const entry of faults) {
    if (entry.fault.operation !== operation) continue;
    entry.seen += 1;
    const { from = 1, calls = Infinity } = entry.fault;
    if (entry.seen >= from && entry.seen < from + calls) found ??= entry.fault;
  }
  return found;
}

function refuse(response: ServerResponse, error: Fault["error"], query: boolean): void {
  const message = MESSAGES[error];
  const status = error === "AccessDeniedException" && query ? 403 : 400;
  if (query) {
    response.writeHead(status, { "content-type": "text/xml" });
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${error}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );
  } else {
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": error });
    response.end(JSON.stringify({ __type: error, message }));
  }
}
