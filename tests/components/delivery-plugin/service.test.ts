import assert from "node:assert/strict";
import type * as grpc from "@grpc/grpc-js";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import { service } from "../../../components/delivery-plugin/service.js";
import { inputsFor, URN, Workbench } from "./workbench.js";

const inputs = inputsFor({ Dockerfile: "FROM a\n" });
const struct = (value: object) => Struct.fromJavaScript(value as Record<string, JavaScriptValue>);

/** What a call is answered with. */
function answer<Request, Response>(handle: grpc.handleUnaryCall<Request, Response>, request: Request) {
  const call: unknown = { request };
  return new Promise<Response>((resolve, reject) => {
    handle(call as grpc.ServerUnaryCall<Request, Response>, (error, response) => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- gRPC's errors are plain values
      if (error || !response) reject(error);
      else resolve(response);
    });
  });
}

describe("the plugin's service", () => {
  let bench: Workbench;
  let calls: ReturnType<typeof service>;
  beforeEach(async () => {
    bench = await Workbench.open();
    calls = service(bench.provider());
  });
  afterEach(() => bench.close());

  const create = (isPreview: boolean) =>
    answer(
      calls.create,
      new protocol.CreateRequest().setUrn(URN).setProperties(struct(inputs)).setPreview(isPreview),
    );
  const diff = (olds: object, news: object) =>
    answer(calls.diff, new protocol.DiffRequest().setUrn(URN).setOlds(struct(olds)).setNews(struct(news)));

  it("names wrong inputs by property", async () => {
    const request = new protocol.CheckRequest().setNews(struct({ ...inputs, owner: "" }));
    const [failure, ...others] = (await answer(calls.check, request)).getFailuresList();
    assert.deepEqual([failure?.getProperty(), others], ["owner", []]);
  });

  it("writes nothing in a preview, whose outputs are unknown, and knows an id and a state afterwards", async () => {
    const preview = await create(true);
    assert.deepEqual([preview.getId(), preview.getProperties()?.toJavaScript()], ["", inputs]);
    assert.deepEqual(bench.github.writes, []);
    const created = await create(false);
    const state = created.getProperties()?.toJavaScript() ?? {};
    const pullRequest = `${bench.github.url}/acme/shop/pull/1`;
    assert.deepEqual([created.getId(), state], ["acme/shop", { ...inputs, owned: [], pullRequest }]);
    const { DIFF_NONE, DIFF_SOME } = protocol.DiffResponse.DiffChanges;
    assert.equal((await diff(state, inputs)).getChanges(), DIFF_NONE);
    const moved = await diff(state, { ...inputs, repository: "store" });
    assert.deepEqual(
      [moved.getChanges(), moved.getReplacesList(), moved.getDeletebeforereplace()],
      [DIFF_SOME, ["repository"], true],
    );
  });

  it("shows the message of an error, without a stack", async () => {
    bench.shop.commit("main", { Dockerfile: "FROM mine\n" });
    await assert.rejects(create(true), ({ details }: grpc.ServiceError) =>
      /^1 problem in the delivery; nothing was changed\.[^]*replaceFiles$/.test(details),
    );
  });

  it("has one function, which takes the stack's token", async () => {
    calls = service(bench.provider(""));
    const request = new protocol.InvokeRequest().setArgs(struct({ token: bench.token.secret }));
    await answer(calls.invoke, request.setTok("slipway-github:index:useToken"));
    assert.equal((await create(false)).getId(), "acme/shop");
    await assert.rejects(answer(calls.invoke, request.setTok("slipway-github:index:other")), {
      details: "slipway-github:index:other is not a function of the plugin",
    });
  });
});
