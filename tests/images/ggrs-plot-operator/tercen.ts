import { Server, ServerCredentials, type handleUnaryCall } from "@grpc/grpc-js";
import { hostAddress } from "../throwaway-docker.js";

/** A Tercen on this machine that asks for one plot: what `protos/tercen.proto` says, as bytes. */
export class Tercen {
  /** What came in, by method. */
  readonly received: Readonly<Record<"LogIn" | "NextPlot" | "Draw", Buffer[]>> = {
    LogIn: [],
    NextPlot: [],
    Draw: [],
  };
  private readonly server = new Server();
  /** The address a container finds it at. */
  endpoint = "";

  private constructor() {
    const bytes = {
      requestStream: false,
      responseStream: false,
      requestSerialize: same,
      requestDeserialize: same,
    };
    const method = (name: string) => ({
      ...bytes,
      path: `/tercen.Operators/${name}`,
      responseSerialize: same,
      responseDeserialize: same,
    });
    this.server.addService(
      { LogIn: method("LogIn"), NextPlot: method("NextPlot"), Draw: method("Draw") },
      {
        LogIn: this.answer("LogIn", text(1, "token")),
        // 1 row, 2 columns, 104 by 50 pixels. There is no second plot: that call is left without an answer.
        NextPlot: this.answer(
          "NextPlot",
          Buffer.concat([text(1, "plot"), Buffer.from([16, 1, 24, 2, 32, 104, 40, 50])]),
        ),
        Draw: this.answer("Draw", Buffer.alloc(0)),
      },
    );
  }

  static async start(): Promise<Tercen> {
    const tercen = new Tercen();
    const port = await new Promise<number>((resolve, reject) => {
      tercen.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    tercen.endpoint = `http://${hostAddress}:${port}`;
    return tercen;
  }

  stop(): void {
    this.server.forceShutdown();
  }

  private answer(name: "LogIn" | "NextPlot" | "Draw", reply: Buffer): handleUnaryCall<Buffer, Buffer> {
    return ({ request }, callback) => {
      this.received[name].push(request);
      if (name !== "NextPlot" || this.received[name].length === 1) callback(null, reply);
    };
  }
}

/** A text as field `field` of a message in protobuf's encoding. */
export function text(field: number, value: string): Buffer {
  return Buffer.concat([Buffer.from([field * 8 + 2, value.length]), Buffer.from(value)]);
}

/** A message as field `field` of another. */
export function message(field: number, content: readonly number[]): Buffer {
  return Buffer.from([field * 8 + 2, content.length, ...content]);
}

function same(bytes: Buffer): Buffer {
  return bytes;
}
