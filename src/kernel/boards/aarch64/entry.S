/* The first core begins at _start; others by PSCI at start_other, with their index in x0. Each at EL1, or at EL2 above it. */
#define FIRST_STACK_BYTES 0x4000
#define CORES 64                /* of the blob: where the section of the cores is said; bytes of a core; where its memory is */
#define CORE_SHIFT 6
#define CORE_MEMORY 16
#define STACK_END 0xc000
#define ICC_SRE_EL2 S3_4_C12_C9_5

  .section .text.entry, "ax"
  .globl _start
_start:
  bl begin
  ldr x9, =first_stack_end
  mov sp, x9
  bl arm_begin

  .globl start_other
start_other:
  mov x19, x0
  bl begin
  ldr x1, =blob
  ldr w2, [x1, CORES]
  add x2, x1, x2
  add x2, x2, x19, lsl CORE_SHIFT
  ldr x2, [x2, CORE_MEMORY]
  add x2, x2, STACK_END
  mov sp, x2
  mov x0, x19
  bl arm_begin_other

begin:
  mrs x9, CurrentEL
  cmp x9, 8
  b.ne 2f
  mov x9, 1 << 31               /* EL1 has 64 bits */
  msr hcr_el2, x9
  mov x9, 3                     /* and the clock, and floating point */
  msr cnthctl_el2, x9
  msr cntvoff_el2, xzr
  mov x9, 0x33ff
  msr cptr_el2, x9
  mrs x9, id_aa64pfr0_el1
  tst x9, 0xf << 24
  b.eq 1f
  mov x9, 0xf                   /* and the interrupt controller's registers, where it has any */
  msr ICC_SRE_EL2, x9
1:
  mov x9, 0x3c5                 /* EL1, its own stack, no interrupts */
  msr spsr_el2, x9
  adr x9, 2f
  msr elr_el2, x9
  eret
2:
  msr daifset, 0xf
  msr tpidr_el1, xzr
  ldr x9, =vectors
  msr vbar_el1, x9
  mov x9, 3 << 20               /* floating point */
  msr cpacr_el1, x9
  isb
  ret

  .globl machine_continue
machine_continue:               /* stack, trap stack, next, argument */
  mov sp, x0
  msr tpidr_el1, x1
  mov x0, x3
  br x2

/* Whatever it is, there is no way back from it. */
  .balign 2048
vectors:
  .rept 16
  .balign 128
  b trapped
  .endr

trapped:
  mrs x3, tpidr_el1             /* the kernel begins where its trap stack ends */
  mov x9, x3
  cbnz x3, 1f
  ldr x9, =first_stack_end
1:
  mov sp, x9
  mrs x0, esr_el1
  mrs x1, elr_el1
  mrs x2, far_el1
  bl arm_trapped

  .section .boot, "aw", @nobits
  .balign 16
first_stack:
  .skip FIRST_STACK_BYTES
first_stack_end:
