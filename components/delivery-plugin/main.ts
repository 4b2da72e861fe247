/**
 * The plugin behind {@link RepositoryFiles}: a program that Pulumi's engine starts for stacks with delivery and calls by
 * its provider protocol.
 */
import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Connection } from "./connection.js";
import { type Log, RepositoryFilesProvider } from "./provider.js";
import { service } from "./service.js";

const [address = ""] = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const engine = new EngineClient(address, grpc.credentials.createInsecure());
const severities = { info: LogSeverity.INFO, warning: LogSeverity.WARNING } as const;

const log: Log = async (urn, messages) => {
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

const provider = new RepositoryFilesProvider(new Connection(process.env), log);
const server = new grpc.Server();
server.addService(ResourceProviderService, service(provider));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  // The engine reads the port from the first line.
  process.stdout.write(`${port}\n`);
});
