/* Kinds of frames between kernels, and what is in them: src/runtime/kernel/frame.ts. */
#ifndef SKERRY_FRAME_KINDS_H
#define SKERRY_FRAME_KINDS_H

enum { HELLO = 1, REGISTER = 2, LOOKUP = 3, FOUND = 4, BIND = 5, BOUND = 6, CREDIT = 26, UNBOUND = 31, UNBIND = 32, GOSSIP = 35 };
enum { CANCEL = 14, DEMAND = 15 };
enum { AGREE = 36, ASK = 37, ANSWER = 38, REPORT = 50, HALT = 51, KILL = 52, LEAVE = 53, EXPECT = 54, CUT = 55, MEASURE = 56 };
enum { FIRST_FRAGMENT = 1, IN_BLOCK = 2 };
enum { YES = 0, FAILED = 1, LOST = 2 };
/* Endpoints of replicated objects are counted downwards. */
enum { FIRST_OF_STATES = 0xff00, LAST_OF_STATES = 0xffff };
/* What a report is of. */
enum { REPORT_LINE = 1, REPORT_DONE = 2, REPORT_FAILED = 3, REPORT_DIED = 4, REPORT_STOPPED = 5, REPORT_EXPECTED = 6, REPORT_LEFT = 7 };

#endif
