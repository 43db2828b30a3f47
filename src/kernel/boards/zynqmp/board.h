/* QEMU's xlnx-zcu102, which both kinds of its cores see alike: AMD UG1085, chapter 10; hw/arm/xlnx-zynqmp.c of QEMU 7.2. */
#ifndef SKERRY_BOARD_H
#define SKERRY_BOARD_H

enum { ZYNQMP_PLATFORM = 4, FIRST_IMAGE = 0, SECOND_IMAGE = 1 };
/* Cadence's UART: UG1087, module UART. */
#define UART 0xff000000u
enum { UART_CONTROL = 0, UART_ON = 0x14, UART_STATUS = 0x2c, UART_EMPTY = 1 << 1, UART_FULL = 1 << 4, UART_FIFO = 0x30 };
/* What interrupts, what has, which is cleared by writing it, and how many bytes make it `RECEIVED`. */
enum { UART_INTERRUPTS = 8, UART_HAPPENED = 0x14, UART_TRIGGER = 0x20, RECEIVED = 1 };
/* The interrupt controller of the A53s: Arm IHI 0048B, 4.1.2. R5s have no way to be woken in QEMU, and look all the time. */
#define DISTRIBUTOR 0xf9010000u
enum { SWITCHED_ON = 1, ENABLE = 0x100, RING = 0xf00, RING_TARGETS = 16 };

#endif
