/* Begins by PVH, in 32-bit protected mode with ebx at the start info; other cores by SIPI, in real mode. */
#define STACK_SHIFT 11
#define CORES 256
#define FIRST_STACK_BYTES 0x4000
#define TRAMPOLINE 0x8000
#define LOCAL_APIC 0xfee00000
#define GS_BASE 0xc0000101

  .section .note.pvh, "a", @note
  .balign 4
  .long 4, 8, 18                /* XEN_ELFNOTE_PHYS32_ENTRY */
  .asciz "Xen"
  .quad _start

  .section .text.entry, "ax"
  .code32
  .globl _start
_start:
  cli
  mov $first_stack_end, %esp
  mov %ebx, %esi
  call map_all
  mov %esi, %ebx
  call enter_long_mode
  lgdt gdt_pointer
  ljmp $8, $1f
  .code64
1:
  mov %ebx, %edi
  call load_segments
  call x86_begin

  .code32
/* Addresses are what they are, in pages of 1 GiB. */
map_all:
  movl $directory + 7, tables
  movl $0, tables + 4
  xor %ecx, %ecx
1:
  mov %ecx, %eax
  shl $30, %eax
  or $0x87, %eax
  mov %eax, directory(, %ecx, 8)
  mov %ecx, %eax
  shr $2, %eax
  mov %eax, directory + 4(, %ecx, 8)
  inc %ecx
  cmp $512, %ecx
  jne 1b
  ret

enter_long_mode:
  mov %cr4, %eax
  or $0x20, %eax                /* PAE */
  mov %eax, %cr4
  mov $tables, %eax
  mov %eax, %cr3
  mov $0xc0000080, %ecx         /* EFER: long mode */
  rdmsr
  or $0x900, %eax               /* and pages that are not run */
  wrmsr
  mov %cr0, %eax
  or $0x80010001, %eax          /* and pages that are not written to */
  mov %eax, %cr0
  ret

  .code64
load_segments:
  mov $16, %eax
  mov %eax, %ds
  mov %eax, %es
  mov %eax, %ss
  xor %eax, %eax
  mov %eax, %fs
  mov %eax, %gs
  ret

/* Other cores: this part is copied to TRAMPOLINE. */
  .code16
  .globl trampoline, trampoline_end
trampoline:
  cli
  xor %ax, %ax
  mov %ax, %ds
  lgdtl TRAMPOLINE + trampoline_gdt - trampoline
  mov %cr0, %eax
  or $1, %al
  mov %eax, %cr0
  ljmpl $24, $other_core
  .balign 8
trampoline_gdt:
  .word 39
  .long gdt
trampoline_end:

  .code32
other_core:
  mov $16, %ax
  mov %ax, %ds
  mov %ax, %ss
  mov LOCAL_APIC + 0x20, %ebx
  shr $24, %ebx
  mov %ebx, %esp
  inc %esp
  shl $STACK_SHIFT, %esp
  add $stacks, %esp
  call enter_long_mode
  ljmp $8, $1f
  .code64
1:
  mov %ebx, %edi
  call load_segments
  call x86_begin_other

  .globl machine_continue
machine_continue:               /* stack, trap stack, next, argument */
  mov %rdi, %rsp
  mov %rdx, %r8
  mov %rcx, %rdi
  mov %rsi, %rax
  mov %rsi, %rdx
  shr $32, %rdx
  mov $GS_BASE, %ecx
  wrmsr
  push $0
  jmp *%r8

/* An entry for each exception: those without an error code get a 0. */
  .macro exception number
exception\number:
  .if !(\number == 8 || (\number >= 10 && \number <= 14) || \number == 17 || \number == 21)
  push $0
  .endif
  mov $\number, %edi
  jmp trapped
  .endm
  .altmacro
  .macro exception_of number
  exception \number
  .endm
  .set i, 0
  .rept 32
  exception_of %i
  .set i, i + 1
  .endr

trapped:
  mov (%rsp), %r8
  mov 8(%rsp), %rsi
  mov $GS_BASE, %ecx
  rdmsr
  shl $32, %rdx
  lea (%rdx, %rax), %rcx
  mov %cr2, %rdx
  and $-16, %rsp
  call x86_trapped

  .globl doorbell
doorbell:
  push %rax
  mov $LOCAL_APIC, %eax
  movl $0, 0xb0(%rax)
  pop %rax
  iretq

  .section .rodata
  .balign 8
  .globl exceptions
exceptions:
  .macro address_of number
  .quad exception\number
  .endm
  .set i, 0
  .rept 32
  address_of %i
  .set i, i + 1
  .endr

  .balign 8
  .globl gdt
gdt:
  .quad 0
  .quad 0x00af9b000000ffff      /* 8: code of 64 bits */
  .quad 0x00cf93000000ffff      /* 16: data */
  .quad 0x00cf9b000000ffff      /* 24: code of 32 bits */
  .quad 0
gdt_pointer:
  .word 39
  .long gdt

  .section .boot, "aw", @nobits
  .balign 4096
tables:
  .skip 4096
directory:
  .skip 4096
  .globl interrupt_table
interrupt_table:
  .skip 4096
first_stack:
  .skip FIRST_STACK_BYTES
first_stack_end:
stacks:
  .skip CORES << STACK_SHIFT

  .section .note.GNU-stack, "", @progbits
