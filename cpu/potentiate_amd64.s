#include "textflag.h"

DATA potentiation<>+0(SB)/4, $0x03ffffff // targets of destinations
DATA potentiation<>+4(SB)/4, $0x7fffffff // all but the sign
DATA potentiation<>+8(SB)/4, $0x33800000 // 2^-24, snn.TraceFloor
DATA potentiation<>+12(SB)/4, $0x2b800000 // 2^-40, snn.WeightFloor
DATA potentiation<>+16(SB)/4, $31
GLOBL potentiation<>(SB), RODATA|NOPTR, $20

// amounts of 16 ticks (A) = rate·cut(value·factor), with T as a temporary.
#define AMOUNTS(A, T, K) \
	VMULPS   Z17, A, A             \
	VPANDD   Z18, A, T             \
	VCMPPS   $0x1d, Z19, T, K      \
	VMOVAPS.Z A, K, A              \
	VMULPS   Z20, A, A

// func vectorPotentiate(destination *uint32, weight *float32, n int, spikes *uint32, factors *float32, lo, mask uint32, value, rate, limit, min, max float32)
TEXT ·vectorPotentiate(SB), NOSPLIT, $0-68
	MOVQ destination+0(FP), R8
	MOVQ weight+8(FP), R9
	MOVQ n+16(FP), CX
	MOVQ spikes+24(FP), R10
	MOVQ factors+32(FP), R11
	MOVL lo+40(FP), AX
	SHLQ $2, AX
	SUBQ AX, R10

	VBROADCASTSS potentiation<>+4(SB), Z18
	VBROADCASTSS potentiation<>+8(SB), Z19
	VBROADCASTSS value+48(FP), Z17
	VBROADCASTSS rate+52(FP), Z20
	VMOVUPS 0(R11), Z0
	VMOVUPS 64(R11), Z1
	AMOUNTS(Z0, Z2, K1)
	AMOUNTS(Z1, Z2, K1)

	VPBROADCASTD potentiation<>+0(SB), Z21
	MOVL mask+44(FP), AX
	VPBROADCASTD AX, Z22
	VBROADCASTSS limit+56(FP), Z23
	VBROADCASTSS min+60(FP), Z24
	VBROADCASTSS max+64(FP), Z25
	VBROADCASTSS potentiation<>+12(SB), Z26
	VPBROADCASTD potentiation<>+16(SB), Z27
	VPXORD Z28, Z28, Z28
	MOVL $-1, BX
	KMOVW BX, K1

block:
	CMPQ CX, $16
	JGE  full
	TESTQ CX, CX
	JLE  done
	MOVL $1, BX
	SHLL CX, BX
	DECL BX
	KMOVW BX, K1

full:
	VMOVDQU32.Z (R8), K1, Z3
	VPANDD Z21, Z3, Z3
	KMOVW  K1, K2
	VPXORD Z4, Z4, Z4
	VPGATHERDD (R10)(Z3*4), K2, Z4
	VPANDD Z22, Z4, Z4
	VPTESTMD Z4, Z4, K2
	KORTESTW K2, K2
	JEQ  next
	VMOVUPS.Z (R9), K1, Z5

spike:
	// the earliest tick that is due, and its amount
	VPSUBD Z4, Z28, Z6
	VPANDD Z6, Z4, Z6
	VPLZCNTD Z6, Z7
	VPSUBD Z7, Z27, Z7
	VPERMI2PS Z1, Z0, Z7
	// w + amount·(limit - w), bounded
	VSUBPS Z5, Z23, Z8
	VMULPS Z8, Z7, Z8
	VADDPS Z8, Z5, Z8
	VMAXPS Z24, Z8, Z8
	VMINPS Z25, Z8, Z8
	VPANDD Z18, Z8, Z9
	VCMPPS $0x1d, Z26, Z9, K3
	VMOVAPS.Z Z8, K3, Z8
	VMOVAPS Z8, K2, Z5
	VPXORD Z6, Z4, Z4
	VPTESTMD Z4, Z4, K2
	KORTESTW K2, K2
	JNE  spike
	VMOVUPS Z5, K1, (R9)

next:
	ADDQ $64, R8
	ADDQ $64, R9
	SUBQ $16, CX
	JMP  block

done:
	VZEROUPPER
	RET
