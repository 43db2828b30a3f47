/* An R5 begins here when an A53 starts it, in supervisor mode with interrupts off. */
#define STACK_SHIFT 12
#define STACKS 8

  .syntax unified
  .arm
  .section .text.entry, "ax"
  .globl _start
_start:
  mov r0, #0xf00000             /* floating point */
  mcr p15, 0, r0, c1, c0, 2
  isb
  mov r0, #0x40000000
  vmsr fpexc, r0
  mov r0, #0
  mcr p15, 0, r0, c13, c0, 4
  mrc p15, 0, r0, c0, c0, 5     /* who it is, of few */
  and r0, r0, #STACKS - 1
  add r0, r0, #1
  ldr r1, =stacks
  add r1, r1, r0, lsl #STACK_SHIFT
  bl set_trap_stacks
  mov sp, r1
  bl r5_begin

set_trap_stacks:
  cps #0x17                     /* aborts */
  mov sp, r1
  cps #0x1b                     /* what is no instruction */
  mov sp, r1
  cps #0x13
  bx lr

  .globl machine_continue
machine_continue:               /* stack, trap stack, next, argument; the kernel begins where its trap stack ends */
  mov sp, r0
  mcr p15, 0, r1, c13, c0, 4
  bl set_trap_stacks
  mov r0, r3
  bx r2

  .section .vectors, "ax"
  b .
  ldr pc, =undefined
  ldr pc, =supervisor
  ldr pc, =fetch
  ldr pc, =data
  b .
  b .
  b .
  .ltorg

/* What happened, where, the address and the status; there is no way back. */
  .text
undefined:
  mov r0, #1
  sub r1, lr, #4
  mov r2, #0
  mov r3, #0
  b r5_trapped
supervisor:
  mrc p15, 0, sp, c13, c0, 4
  mov r0, #2
  sub r1, lr, #4
  mov r2, #0
  mov r3, #0
  b r5_trapped
fetch:
  mov r0, #3
  sub r1, lr, #4
  mrc p15, 0, r2, c6, c0, 2
  mrc p15, 0, r3, c5, c0, 1
  b r5_trapped
data:
  mov r0, #4
  sub r1, lr, #8
  mrc p15, 0, r2, c6, c0, 0
  mrc p15, 0, r3, c5, c0, 0
  b r5_trapped

/* Run-time ABI for the Arm architecture, 5.1.2: the quotient in r0 and r1, the remainder in r2 and r3. */
  .globl __aeabi_uldivmod
__aeabi_uldivmod:
  push {r4, lr}
  sub sp, sp, #16
  add r4, sp, #8
  str r4, [sp]
  bl divide_long
  ldrd r2, r3, [sp, #8]
  add sp, sp, #16
  pop {r4, pc}

  .section .boot, "aw", %nobits
  .balign 16
stacks:
  .skip STACKS << STACK_SHIFT
