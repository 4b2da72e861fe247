import type { DiagnosticEvent, EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import * as v from "valibot";
import { elapsed } from "./quantities.js";

const image = v.object({ system: v.string(), image: v.string(), reference: v.string(), digest: v.string() });
export type ImageOutput = v.InferOutput<typeof image>;

/** Type of a docker-build image in Pulumi. */
const imageType = "docker-build:index:Image";

/** Operations that change nothing. */
const idle = new Set(["same", "read", "refresh"]);

/** Follows the events of one `pulumi up --json`, as they come, and tells what a person wants to know of them. */
export class UpEvents {
  readonly errors: string[] = [];
  private readonly begun = new Map<string, number>();
  private readonly lastLine = new Map<string, string>();
  private readonly buildTimes = new Map<string, number>();
  private stackOutputs: Readonly<Record<string, unknown>> = {};

  /** Takes one line of the event stream, seen at `now` (ms), and returns the lines to print for it. */
  take(line: string, now: number): readonly string[] {
    const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent } = eventOf(line);
    if (resourcePreEvent !== undefined) return this.begin(resourcePreEvent.metadata, now);
    if (resOutputsEvent !== undefined) return this.end(resOutputsEvent.metadata, now);
    if (resOpFailedEvent !== undefined) return this.fail(resOpFailedEvent.metadata, now);
    if (diagnosticEvent !== undefined) return this.diagnose(diagnosticEvent);
    return [];
  }

  /** A sign of life for every resource that is being worked on, with the last line of its build. */
  stillWorking(now: number): readonly string[] {
    return [...this.begun].map(([urn, since]) =>
      `${nameOf(urn)} (${elapsed(now - since)}) ${this.lastLine.get(urn) ?? ""}`.trimEnd(),
    );
  }

  /** The stack's output `images`; empty if it has none of that form. */
  images(): readonly ImageOutput[] {
    const parsed = v.safeParse(v.array(image), this.stackOutputs["images"]);
    return parsed.success ? parsed.output : [];
  }

  /** Milliseconds that this run spent on building the image of that digest; undefined if it was not built. */
  buildTime(digest: string): number | undefined {
    return this.buildTimes.get(digest);
  }

  private begin({ op, urn, new: state }: StepEventMetadata, now: number): readonly string[] {
    // Components are only names for what they hold; and one resource may begin twice when it is replaced.
    if (idle.has(op) || state?.custom === false) return [];
    this.begun.set(urn, now);
    return [`${nameOf(urn)}: ${op}`];
  }

  private end({ urn, type, new: state }: StepEventMetadata, now: number): readonly string[] {
    const outputs: Readonly<Record<string, unknown>> = state?.outputs ?? {};
    if (type === "pulumi:pulumi:Stack") this.stackOutputs = outputs;
    const since = this.begun.get(urn);
    if (since === undefined) return [];
    this.begun.delete(urn);
    const digest = outputs["digest"];
    if (type === imageType && typeof digest === "string") {
      this.buildTimes.set(digest, (this.buildTimes.get(digest) ?? 0) + now - since);
    }
    return [`${nameOf(urn)}: done (${elapsed(now - since)})`];
  }

  private fail({ urn }: StepEventMetadata, now: number): readonly string[] {
    const since = this.begun.get(urn) ?? now;
    this.begun.delete(urn);
    return [`${nameOf(urn)}: failed (${elapsed(now - since)})`];
  }

  private diagnose({ urn, message, severity }: DiagnosticEvent): readonly string[] {
    const text = withoutColour(message).trimEnd();
    if (text === "") return [];
    if (severity === "error") {
      // The engine repeats a failure for every event about it.
      if (!this.errors.includes(text)) this.errors.push(text);
      return [];
    }
    if (severity === "warning") return [`warning: ${text}`];
    if (severity.startsWith("info") && urn !== undefined)
      this.lastLine.set(urn, text.split("\n").at(-1) ?? "");
    return [];
  }
}

/** The event of a line; one without any content for a line that is none. */
function eventOf(line: string): Partial<EngineEvent> {
  try {
    return JSON.parse(line) as EngineEvent;
  } catch {
    return {};
  }
}

/** The name of a resource: the last part of its URN. */
function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** Takes Pulumi's colour directives (`<{%fg 1%}>`) and a terminal's out of a text. */
function withoutColour(text: string): string {
  return text.replace(/<\{%[^%]*%\}>|\u001b\[[0-9;]*m/g, "");
}
