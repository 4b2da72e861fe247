import * as v from "valibot";
import type { RepositoryClient } from "../../registry/repository-client.js";
import { answerOf } from "./ask-github.js";
import type { PushAnswer } from "./package-findings.js";

const refusal = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ errors: v.tupleWithRest([v.object({ message: v.string() })], v.unknown()) }),
);

/**
 * Begins a push and cancels it. There is no other way to learn whether a token may push: GHCR grants every token
 * whatever scope it asks for. Nothing is uploaded, so nothing is stored and no package created.
 */
export function beginPush(registry: RepositoryClient): Promise<PushAnswer> {
  return answerOf(begun(registry), (answer) => answer).then((answer): PushAnswer =>
    answer.kind === "known" ? answer.value : answer,
  );
}

async function begun(registry: RepositoryClient): Promise<PushAnswer> {
  const { status, header, body } = await registry("POST", "blobs/uploads/");
  switch (status) {
    case 202:
      await cancelUpload(registry, header("location") ?? "");
      return { kind: "known", value: { allowed: true } };
    case 401:
    case 403: {
      const read = v.safeParse(refusal, body.toString());
      const message = read.success ? read.output.errors[0].message : `an answer of ${status}`;
      return { kind: "known", value: { allowed: false, message } };
    }
    case 404:
      return { kind: "absent" };
    default:
      return { kind: "unknown", because: `the registry answered ${status}` };
  }
}

/** The registry drops an abandoned upload after a while, so a failure here does not matter. */
async function cancelUpload(registry: RepositoryClient, location: string): Promise<void> {
  const [, session] = /\/blobs\/uploads\/([\w.=?&%~-]+)$/.exec(location) ?? [];
  if (session === undefined) return;
  await answerOf(registry("DELETE", `blobs/uploads/${session}`), () => undefined);
}
