-- Ada: nested and generic subprograms, overriding ones, exceptions, tasks, calls
-- through pointers, which lead to descriptors.  What GNAT makes for types is not
-- shown.
-- { mc-edge "(root) -> language_ada.work" calls=1 }
-- { mc-edge "language_ada.work -> language_ada.work.inner" calls=100 }
-- { mc-edge "language_ada.work.inner -> language_ada.leaf" calls=100 }
-- { mc-edge "language_ada.work -> language_ada.fib" calls=1 }
-- { mc-edge "language_ada.fib -> language_ada.fib" calls=176 }
-- { mc-edge "language_ada.work -> language_ada.geo.area" calls=4 }
-- { mc-edge "language_ada.work -> language_ada.round.area" calls=2 }
-- { mc-edge "language_ada.work -> language_ada.throws" calls=8 }
-- { mc-edge "language_ada.work -> language_ada.leaf" calls=4 }
-- { mc-edge "language_ada.work -> language_ada.sum" calls=1 }
-- { mc-edge "language_ada.work -> language_ada.apply" calls=1 }
-- { mc-edge "language_ada.apply -> language_ada.leaf" calls=3 }
-- { mc-edge "language_ada.sum -> language_ada.add" calls=2 }
-- { mc-edge "language_ada.work -> language_ada.worker" kind=thread calls=2 }
-- { mc-edge "language_ada.worker -> language_ada.leaf" calls=20 }
-- { mc-only-edges }
with Ada.Text_IO; use Ada.Text_IO;
procedure Language_Ada is
   package Geo is
      type Shape is abstract tagged null record;
      function Area (S : Shape) return Integer is abstract;
      type Square is new Shape with record Side : Integer; end record;
      overriding function Area (S : Square) return Integer;
   end Geo;
   package Round is
      type Circle is new Geo.Shape with record Radius : Integer; end record;
      overriding function Area (S : Circle) return Integer;
   end Round;
   package body Geo is
      function Area (S : Square) return Integer is (S.Side * S.Side);
   end Geo;
   package body Round is
      function Area (S : Circle) return Integer is (3 * S.Radius);
   end Round;
   use Geo, Round;
   Oops : exception;
   function Leaf (N : Integer) return Integer is
   begin
      return N + 1;
   end Leaf;
   function Fib (N : Integer) return Integer is
   begin
      if N < 2 then return N; end if;
      return Fib (N - 1) + Fib (N - 2);
   end Fib;
   procedure Throws (N : Integer) is
   begin
      if N mod 2 = 0 then raise Oops; end if;
   end Throws;
   generic
      type T is private;
      with function Plus (A, B : T) return T;
   function Fold (A, B : T) return T;
   function Fold (A, B : T) return T is
   begin
      return Plus (A, Plus (A, B));
   end Fold;
   function Add (A, B : Integer) return Integer is
   begin
      return A + B;
   end Add;
   function Sum is new Fold (Integer, Add);
   type Callback is access function (N : Integer) return Integer;
   function Apply (F : Callback; Times : Integer) return Integer is
      Sum : Integer := 0;
   begin
      for I in 1 .. Times loop
         Sum := Sum + F (I);
      end loop;
      return Sum;
   end Apply;
   pragma No_Inline (Apply);
   task type Worker is
      entry Start (N : Integer);
   end Worker;
   task body Worker is
      M : Integer;
   begin
      accept Start (N : Integer) do
         M := N;
      end Start;
      for I in 1 .. 10 loop
         M := Leaf (M);
      end loop;
   end Worker;
   function Work return Integer;
   pragma Machine_Attribute (Work, "profile");
   function Work return Integer is
      Total : Integer := 0;
      procedure Inner (N : Integer) is
      begin
         Total := Total + Leaf (N);
      end Inner;
      type Ref is access all Shape'Class;
      Refs : array (1 .. 6) of Ref;
   begin
      for I in 1 .. 100 loop
         Inner (I);
      end loop;
      Total := Total + Fib (10);
      for I in Refs'Range loop
         if I mod 3 = 0 then
            Refs (I) := new Circle'(Radius => I);
         else
            Refs (I) := new Square'(Side => I);
         end if;
         Total := Total + Area (Refs (I).all);
      end loop;
      for I in 1 .. 8 loop
         begin
            Throws (I);
         exception
            when Oops => Total := Leaf (Total);
         end;
      end loop;
      Total := Total + Sum (1, 2) + Apply (Leaf'Access, 3);
      declare
         Workers : array (1 .. 2) of Worker;
      begin
         for X of Workers loop X.Start (1); end loop;
      end;
      return Total;
   end Work;
begin
   Put_Line (Integer'Image (Work));
end Language_Ada;
