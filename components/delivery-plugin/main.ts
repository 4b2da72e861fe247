/**
 * The plugin behind {@link RepositoryFiles}: a program that Pulumi's engine starts for stacks with delivery and calls by
 * its provider protocol.
 */
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Connection } from "./connection.js";
import { engineLog } from "./engine-log.js";
import { RepositoryFilesProvider } from "./provider.js";
import { service } from "./service.js";

const [engine = ""] = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const provider = new RepositoryFilesProvider(new Connection(process.env), engineLog(engine));
const server = new grpc.Server();
server.addService(ResourceProviderService, service(provider));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  // The engine reads the port from the first line.
  process.stdout.write(`${port}\n`);
});
