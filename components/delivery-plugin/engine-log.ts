import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** A message about a resource. */
export interface Message {
  readonly severity: "info" | "warning";
  readonly text: string;
}

/** Logs messages for the resource of that URN. Resolves when the engine has them. */
export type Log = (urn: string, messages: readonly Message[]) => Promise<void>;

const severities = { info: LogSeverity.INFO, warning: LogSeverity.WARNING } as const;

/** The log of the engine at `address`. */
export function engineLog(address: string): Log {
  const engine = new EngineClient(address, grpc.credentials.createInsecure());
  return async (urn, messages) => {
    for (const { severity, text } of messages) {
      const request = new LogRequest();
      request.setUrn(urn);
      request.setSeverity(severities[severity]);
      request.setMessage(text);
      // A message that cannot be logged is no reason to fail.
      await new Promise<void>((resolve) => {
        engine.log(request, () => {
          resolve();
        });
      });
    }
  };
}
