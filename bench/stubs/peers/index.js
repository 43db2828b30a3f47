/** The libraries that Skerry is held against. */
import { bebop } from "./bebop.js";
import { flatbuffers } from "./flatbuffers.js";
import { msgpackr } from "./msgpackr.js";
import { protobufEs } from "./protobuf-es.js";
import { tsProto } from "./ts-proto.js";

export const peers = [protobufEs, tsProto, bebop, flatbuffers, msgpackr];
