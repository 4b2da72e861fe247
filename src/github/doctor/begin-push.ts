import * as v from "valibot";
import type { Registry } from "../../registry/ghcr-registry.js";
import { answerOf } from "./ask-github.js";
import type { PushAnswer } from "./package-findings.js";

const refusal = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ errors: v.tupleWithRest([v.object({ message: v.string() })], v.unknown()) }),
);

/**
 * Begins a push and takes it back: the only way to learn whether a token may push, because GHCR gives every token
 * whatever it asks for. Nothing is uploaded, so nothing is stored and no package made.
 */
export function beginPush(registry: Registry): Promise<PushAnswer> {
  return answerOf(begun(registry), (answer) => answer).then((answer): PushAnswer =>
    answer.kind === "known" ? answer.value : answer,
  );
}

async function begun(registry: Registry): Promise<PushAnswer> {
  const { status, location, body } = await registry("POST", "blobs/uploads/");
  switch (status) {
    case 202:
      if (location !== undefined) await takeBack(registry, location);
      return { kind: "known", value: { allowed: true } };
    case 401:
    case 403: {
      const read = v.safeParse(refusal, Buffer.from(body).toString());
      const message = read.success ? read.output.errors[0].message : `an answer of ${status}`;
      return { kind: "known", value: { allowed: false, message } };
    }
    case 404:
      return { kind: "absent" };
    default:
      return { kind: "unknown", because: `the registry answered ${status}` };
  }
}

/** An upload that nobody takes back is forgotten by the registry after a while, so a failure here is none. */
async function takeBack(registry: Registry, location: string): Promise<void> {
  const [, session] = /\/blobs\/uploads\/([\w.=?&%~-]+)$/.exec(location) ?? [];
  if (session === undefined) return;
  await answerOf(registry("DELETE", `blobs/uploads/${session}`), () => undefined);
}
