import * as grpc from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { plainError, unary as unaryCall } from "../../../components/delivery-plugin/service.js";
import { present, type Properties } from "./kind.js";
import { configurationFailures, type Failure, FakeAwsProvider, UnfinishedError } from "./provider.js";

/**
 * The wire side of the fake: protocol messages in, {@link FakeAwsProvider} calls, protocol messages out. The engine takes
 * the rest of its calls as not implemented.
 */
export function service() {
  const provider = new FakeAwsProvider();
  return {
    getPluginInfo: unary(() => {
      const info = new plugin.PluginInfo();
      info.setVersion("7.48.0");
      return info;
    }),
    cancel: unary(() => new Empty()),
    checkConfig: unary((request) =>
      checked(request.getNews(), configurationFailures(bag(request.getNews()))),
    ),
    configure: unary((request) => {
      provider.configure(bag(request.getArgs()));
      const response = new protocol.ConfigureResponse();
      // As the real plugin: it takes no marked secrets (the engine marks the outputs itself) and knows previews.
      response.setSupportspreview(true);
      return response;
    }),
    check: unary((request) =>
      checked(request.getNews(), provider.check(typeOf(request.getUrn()), bag(request.getNews()))),
    ),
    diff: unary((request) => {
      const type = typeOf(request.getUrn());
      const { changed, replacing } = provider.diff(type, bag(request.getOlds()), bag(request.getNews()));
      const { DiffChanges } = protocol.DiffResponse;
      const response = new protocol.DiffResponse();
      response.setChanges(changed.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
      response.setDiffsList([...changed]);
      response.setReplacesList([...replacing]);
      response.setDeletebeforereplace(replacing.length > 0);
      response.setHasdetaileddiff(true);
      for (const property of changed) {
        const { UPDATE, UPDATE_REPLACE } = protocol.PropertyDiff.Kind;
        const detail = new protocol.PropertyDiff();
        detail.setKind(replacing.includes(property) ? UPDATE_REPLACE : UPDATE);
        response.getDetaileddiffMap().set(property, detail);
      }
      return response;
    }),
    create: unary(async (request) => {
      const news = bag(request.getProperties());
      const response = new protocol.CreateResponse();
      if (request.getPreview()) {
        // Outputs that are left out are unknown to the program.
        response.setProperties(struct(news));
        return response;
      }
      const { id, state } = await provider.create(typeOf(request.getUrn()), news);
      response.setId(id);
      response.setProperties(struct(state));
      return response;
    }),
    read: unary(async (request) => {
      const type = typeOf(request.getUrn());
      const state = await provider.read(type, request.getId(), bag(request.getProperties()));
      const response = new protocol.ReadResponse();
      // A response without an id says that the resource is gone.
      if (state === undefined) return response;
      response.setId(request.getId());
      response.setProperties(struct(state));
      response.setInputs(struct(provider.inputsOf(type, state, bag(request.getInputs()))));
      return response;
    }),
    update: unary(async (request) => {
      const [olds, news] = [bag(request.getOlds()), bag(request.getNews())];
      const response = new protocol.UpdateResponse();
      response.setProperties(
        struct(
          request.getPreview()
            ? { ...olds, ...news }
            : await provider.update(typeOf(request.getUrn()), request.getId(), olds, news),
        ),
      );
      return response;
    }),
    delete: unary(async (request) => {
      await provider.delete(typeOf(request.getUrn()), request.getId(), bag(request.getProperties()));
      return new Empty();
    }),
    invoke: unary(async (request) => {
      const response = new protocol.InvokeResponse();
      response.setReturn(struct(await provider.invoke(request.getTok(), bag(request.getArgs()))));
      return response;
    }),
  } satisfies Partial<IResourceProviderServer>;
}

/** A call; of a resource that was half made, its error tells how far it came. */
function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return unaryCall(answer, serviceError);
}

function serviceError(error: unknown): Partial<grpc.ServiceError> {
  if (!(error instanceof UnfinishedError)) return plainError(error);
  const { message } = error;
  const unfinished = new protocol.ErrorResourceInitFailed();
  unfinished.setId(error.id);
  unfinished.setProperties(new Struct());
  unfinished.setReasonsList([message]);
  const detail = new Any();
  detail.pack(unfinished.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(message);
  status.addDetails(detail);
  const metadata = new grpc.Metadata();
  // The place where gRPC carries structured details.
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: message, metadata };
}

function checked(news: Struct | undefined, failures: readonly Failure[]): protocol.CheckResponse {
  const response = new protocol.CheckResponse();
  response.setInputs(news);
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const failure = new protocol.CheckFailure();
      failure.setProperty(property);
      failure.setReason(reason);
      return failure;
    }),
  );
  return response;
}

/** The type of a resource by its URN: `urn:pulumi:stack::project::parent$type::name`. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? urn;
}

function bag(properties: Struct | undefined): Properties {
  return present(properties?.toJavaScript() ?? {});
}

function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(present(properties) as Record<string, JavaScriptValue>);
}
