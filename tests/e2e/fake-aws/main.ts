/**
 * A fake of Pulumi's AWS plugin, for end-to-end tests only.
 *
 * The real plugin cannot be had on a closed network. This one speaks the engine's provider protocol and calls a moto
 * server, so state, differences, order and failures are the engine's own; what AWS would do is moto's. It knows only
 * what Slipway declares and refuses everything else. Where the real plugin is installed, the tests use that.
 */
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { service } from "./service.js";

const server = new grpc.Server();
server.addService(ResourceProviderService, service());
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stderr.write("fake of the AWS provider: it talks to moto, not to AWS.\n");
  // The engine reads the first line as the port to connect to.
  process.stdout.write(`${port}\n`);
});
