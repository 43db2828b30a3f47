/* All harts begin here, in machine mode: a0 is the hart, a1 the device tree. */
#define HARTS 512
#define STACK_SHIFT 10
#define FIRST_STACK_BYTES 0x4000

  .section .text.entry, "ax"
  .globl _start
_start:
  csrw mie, zero
  csrw mscratch, zero
  li tp, 0
  la t0, trap
  csrw mtvec, t0
  li t0, 0x6000                 /* floating point */
  csrs mstatus, t0
  la sp, first_stack_end
  beqz a0, 1f
  li t0, HARTS
  bgeu a0, t0, 2f
  la sp, stacks
  addi t0, a0, 1
  slli t0, t0, STACK_SHIFT
  add sp, sp, t0
1:
  call riscv_begin
2:
  wfi
  j 2b

  .globl machine_continue
machine_continue:               /* stack, trap stack, next, argument */
  mv sp, a0
  csrw mscratch, a1
  mv a0, a3
  jr a2

  .balign 4
trap:
  csrrw sp, mscratch, sp
  bnez sp, 1f
  la sp, first_stack_end
  li a3, 0
  j 2f
1:
  mv a3, sp                     /* the kernel begins where its trap stack ends */
2:
  csrr a0, mcause
  csrr a1, mepc
  csrr a2, mtval
  call riscv_trapped

  .section .boot, "aw", @nobits
  .balign 16
first_stack:
  .skip FIRST_STACK_BYTES
first_stack_end:
stacks:
  .skip HARTS << STACK_SHIFT
