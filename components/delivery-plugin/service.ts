import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import { inputFailures, type RepositoryFilesState } from "./properties.js";
import type { Difference, RepositoryFilesProvider } from "./provider.js";

/** The function by which the program passes the token of the stack's configuration. */
const USE_TOKEN = "slipway-github:index:useToken";

/**
 * The plugin's gRPC interface: translates between protocol messages and {@link RepositoryFilesProvider}. The engine takes
 * other calls as not implemented.
 *
 * `@pulumi/pulumi/provider` has a server of its own, but without previews of creations, which must show a refusal before
 * anything is written, and it prints a stack trace with each error.
 */
export function service(provider: RepositoryFilesProvider) {
  return {
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion("0.1.0")),
    cancel: unary(() => new Empty()),
    configure: unary(() => new protocol.ConfigureResponse().setSupportspreview(true)),
    invoke: unary((request) => {
      if (request.getTok() !== USE_TOKEN)
        throw new Error(`${request.getTok()} is not a function of the plugin`);
      provider.useToken(bag(request.getArgs()));
      return new protocol.InvokeResponse().setReturn(Struct.fromJavaScript({}));
    }),
    check: unary((request) => {
      const failures = inputFailures(bag(request.getNews())).map(({ property, reason }) =>
        new protocol.CheckFailure().setProperty(property).setReason(reason),
      );
      return new protocol.CheckResponse().setInputs(request.getNews()).setFailuresList(failures);
    }),
    diff: unary(async (request) =>
      diffResponse(await provider.diff(request.getUrn(), bag(request.getOlds()), bag(request.getNews()))),
    ),
    create: unary(async (request) => {
      const [urn, properties] = [request.getUrn(), request.getProperties()];
      const response = new protocol.CreateResponse();
      if (request.getPreview()) {
        await provider.preview(urn, undefined, bag(properties));
        // Outputs that are missing here are unknown to the program.
        return response.setProperties(properties);
      }
      const { id, state } = await provider.create(urn, bag(properties));
      return response.setId(id).setProperties(struct(state));
    }),
    read: unary(async (request) => {
      const state = await provider.read(request.getUrn(), bag(request.getProperties()));
      return new protocol.ReadResponse()
        .setId(request.getId())
        .setProperties(struct(state))
        .setInputs(request.getInputs());
    }),
    update: unary(async (request) => {
      const [urn, olds, news] = [request.getUrn(), bag(request.getOlds()), bag(request.getNews())];
      const response = new protocol.UpdateResponse();
      if (request.getPreview()) {
        await provider.preview(urn, olds, news);
        return response.setProperties(request.getNews());
      }
      return response.setProperties(struct(await provider.update(urn, olds, news)));
    }),
    delete: unary(async (request) => {
      await provider.delete(request.getUrn(), bag(request.getProperties()));
      return new Empty();
    }),
  } satisfies Partial<IResourceProviderServer>;
}

/** Without details: the engine compares the inputs itself, and messages report differences on GitHub. */
function diffResponse({ changes, replaces }: Difference): protocol.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = protocol.DiffResponse.DiffChanges;
  const response = new protocol.DiffResponse();
  response.setChanges(changes ? DIFF_SOME : DIFF_NONE);
  response.setReplacesList([...replaces]);
  // Both may be one renamed repository: deleting the old resource must not undo the new one's delivery.
  response.setDeletebeforereplace(replaces.length > 0);
  return response;
}

function bag(properties: Struct | undefined): unknown {
  return properties?.toJavaScript() ?? {};
}

/** The protocol has no undefined. */
function struct({ baseUrl, ...state }: RepositoryFilesState): Struct {
  return Struct.fromJavaScript({ ...state, ...(baseUrl !== undefined && { baseUrl }) });
}

/** Handles a unary call. Whatever `answer` throws becomes the call's error, without a stack trace. */
export function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
  errorOf: (error: unknown) => Partial<grpc.ServiceError> = plainError,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(errorOf(error));
        },
      );
  };
}

/** The message only. */
export function plainError(error: unknown): Partial<grpc.ServiceError> {
  return { code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}
