import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import { inputFailures, type RepositoryFilesState } from "./properties.js";
import type { Difference, RepositoryFilesProvider } from "./provider.js";
import { unary } from "./unary.js";

/** The calls that the plugin answers; the engine takes the rest as not implemented. */
type Calls = Pick<
  IResourceProviderServer,
  | "configure"
  | "check"
  | "diff"
  | "create"
  | "read"
  | "update"
  | "delete"
  | "invoke"
  | "getPluginInfo"
  | "cancel"
>;

/** The function by which the program hands over the token of the stack's configuration. */
const USE_TOKEN = "slipway-github:index:useToken";

/**
 * The wire side of the plugin: protocol messages in, {@link RepositoryFilesProvider} calls, protocol messages out.
 *
 * Not the server of `@pulumi/pulumi/provider`: that knows no preview of a creation, where a refusal has to be seen
 * before anything is written, and prints a stack with each error.
 */
export function service(provider: RepositoryFilesProvider): Calls {
  return {
    getPluginInfo: unary(() => {
      const info = new plugin.PluginInfo();
      info.setVersion("0.1.0");
      return info;
    }),
    cancel: unary(() => new Empty()),
    configure: unary(() => {
      const response = new protocol.ConfigureResponse();
      response.setSupportspreview(true);
      return response;
    }),
    invoke: unary((request) => {
      if (request.getTok() !== USE_TOKEN) throw new Error(`${request.getTok()} is no function of the plugin`);
      provider.useToken(bag(request.getArgs()));
      const response = new protocol.InvokeResponse();
      response.setReturn(Struct.fromJavaScript({}));
      return response;
    }),
    check: unary((request) => {
      const response = new protocol.CheckResponse();
      response.setInputs(request.getNews());
      response.setFailuresList(
        inputFailures(bag(request.getNews())).map(({ property, reason }) => {
          const failure = new protocol.CheckFailure();
          failure.setProperty(property);
          failure.setReason(reason);
          return failure;
        }),
      );
      return response;
    }),
    diff: unary(async (request) =>
      diffResponse(await provider.diff(request.getUrn(), bag(request.getOlds()), bag(request.getNews()))),
    ),
    create: unary(async (request) => {
      const [urn, news] = [request.getUrn(), bag(request.getProperties())];
      const response = new protocol.CreateResponse();
      if (request.getPreview()) {
        await provider.preview(urn, undefined, news);
        // What is left out is unknown to the program.
        response.setProperties(request.getProperties());
        return response;
      }
      const { id, state } = await provider.create(urn, news);
      response.setId(id);
      response.setProperties(struct(state));
      return response;
    }),
    read: unary(async (request) => {
      const response = new protocol.ReadResponse();
      const state = await provider.read(request.getUrn(), bag(request.getProperties()));
      response.setId(request.getId());
      response.setProperties(struct(state));
      response.setInputs(request.getInputs());
      return response;
    }),
    update: unary(async (request) => {
      const [urn, olds, news] = [request.getUrn(), bag(request.getOlds()), bag(request.getNews())];
      const response = new protocol.UpdateResponse();
      if (request.getPreview()) {
        await provider.preview(urn, olds, news);
        response.setProperties(request.getNews());
        return response;
      }
      response.setProperties(struct(await provider.update(urn, olds, news)));
      return response;
    }),
    delete: unary(async (request) => {
      await provider.delete(request.getUrn(), bag(request.getProperties()));
      return new Empty();
    }),
  };
}

/** Not in detail: the engine compares the inputs itself, and what differs on GitHub is said in words. */
function diffResponse({ changes, replaces }: Difference): protocol.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = protocol.DiffResponse.DiffChanges;
  const response = new protocol.DiffResponse();
  response.setChanges(changes ? DIFF_SOME : DIFF_NONE);
  response.setReplacesList([...replaces]);
  // Both may mean one repository, which was renamed: what the old one takes back must not be what the new one made.
  response.setDeletebeforereplace(replaces.length > 0);
  return response;
}

function bag(properties: Struct | undefined): unknown {
  return properties?.toJavaScript() ?? {};
}

/** The protocol knows no undefined. */
function struct({ baseUrl, ...state }: RepositoryFilesState): Struct {
  return Struct.fromJavaScript({ ...state, ...(baseUrl !== undefined && { baseUrl }) });
}
