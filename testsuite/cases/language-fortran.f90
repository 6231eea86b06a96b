! Fortran: procedures of modules and inside of others, type-bound ones, those
! that are passed on.  What gfortran makes for types is not shown.
! { mc-plugin "root=work" }
! { mc-options "-Wl,-z,execstack" }
! { mc-edge "(root) -> work" calls=1 }
! { mc-edge "work -> shapes::fill" calls=1 }
! { mc-edge "shapes::fill -> shapes::leaf" calls=100 }
! { mc-edge "work -> shapes::fib" calls=1 }
! { mc-edge "shapes::fib -> shapes::fib" calls=176 }
! { mc-edge "work -> shapes::square_area" calls=4 }
! { mc-edge "work -> shapes::circle_area" calls=2 }
! { mc-edge "work -> shapes::apply" calls=1 }
! { mc-edge "shapes::apply -> work::inner" calls=5 }
! { mc-edge "work::inner -> shapes::leaf" calls=5 }
! { mc-edge "work -> shapes::twice" calls=7 }
! { mc-only-edges }
module shapes
  implicit none
  type, abstract :: shape
  contains
    procedure(area_of), deferred :: area
  end type
  abstract interface
    real function area_of(self)
      import shape
      class(shape), intent(in) :: self
    end function
  end interface
  type, extends(shape) :: square
    real :: side
  contains
    procedure :: area => square_area
  end type
  type, extends(shape) :: circle
    real :: radius
  contains
    procedure :: area => circle_area
  end type
contains
  integer function leaf(n)
    integer, intent(in) :: n
    leaf = n + 1
  end function
  real function square_area(self)
    class(square), intent(in) :: self
    square_area = self%side * self%side
  end function
  real function circle_area(self)
    class(circle), intent(in) :: self
    circle_area = 3 * self%radius
  end function
  recursive integer function fib(n) result(r)
    integer, intent(in) :: n
    if (n < 2) then
      r = n
    else
      r = fib(n - 1) + fib(n - 2)
    end if
  end function
  subroutine fill(a)
    integer, intent(out) :: a(:)
    integer :: i
    do i = 1, size(a)
      a(i) = leaf(i)
    end do
  end subroutine
  subroutine apply(f, times, total)
    interface
      integer function f(n)
        integer, intent(in) :: n
      end function
    end interface
    integer, intent(in) :: times
    integer, intent(inout) :: total
    integer :: i
    do i = 1, times
      total = total + f(i)
    end do
  end subroutine
  elemental integer function twice(n)
    integer, intent(in) :: n
    twice = 2 * n
  end function
end module

subroutine work(total)
  use shapes
  implicit none
  integer, intent(inout) :: total
  integer :: a(100), b(7), i
  class(shape), allocatable :: s
  call fill(a)
  total = sum(a) + fib(10)
  do i = 1, 6
    if (mod(i, 3) == 0) then
      allocate (circle :: s)
      s = circle(real(i))
    else
      s = square(real(i))
    end if
    total = total + int(s%area())
    deallocate (s)
  end do
  call apply(inner, 5, total)
  b = twice(a(1:7))
  total = total + sum(b)
contains
  integer function inner(n)
    integer, intent(in) :: n
    total = total + 1
    inner = leaf(n) 
  end function
end subroutine

program main
  integer :: total
  total = 0
  call work(total)
  print *, total
end program
