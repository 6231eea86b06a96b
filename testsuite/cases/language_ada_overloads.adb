-- Ada: subprograms that share a name show as much of the profile as tells them
-- apart, with types as they are written there.  A glob with a parenthesis chooses
-- one of them.
-- { mc-plugin "root=language_ada_overloads.work?(integer)" }
-- { mc-node "language_ada_overloads.work (integer)" calls=1 }
-- { mc-node "language_ada_overloads.shapes.area (integer)" calls=2 }
-- { mc-node "language_ada_overloads.shapes.area (float)" calls=1 }
-- { mc-node "language_ada_overloads.shapes.area (point, float)" calls=1 }
-- { mc-node "language_ada_overloads.shapes.area (point)" calls=1 }
-- { mc-node "language_ada_overloads.shapes.area (color, vec, ref, string)" calls=1 }
-- { mc-node "language_ada_overloads.shapes.area (access integer)" calls=1 }
-- { mc-node "language_ada_overloads.shapes.area return integer" calls=1 }
-- { mc-node "language_ada_overloads.shapes.area return float" calls=1 }
-- { mc-node "language_ada_overloads.shapes.only" calls=1 }
-- { mc-node "language_ada_overloads.shapes.\"+\" (point, point)" calls=1 }
-- { mc-node "language_ada_overloads.shapes.\"+\" (point, integer)" calls=1 }
-- { mc-node "language_ada_overloads.work.local (integer)" calls=1 }
-- { mc-node "language_ada_overloads.work.local (long_float)" calls=1 }
-- { mc-only-nodes }
with Ada.Text_IO; use Ada.Text_IO;
procedure Language_Ada_Overloads is
   type Color is (Red, Green);
   type Vec is array (1 .. 3) of Integer;
   type Ref is access Integer;
   package Shapes is
      type Point is record X, Y : Integer; end record;
      function Area (N : Integer) return Integer;
      function Area (N : Float) return Integer;
      function Area (P : Point; Scale : Float) return Integer;
      procedure Area (P : in out Point);
      function Area (C : Color; V : Vec; R : Ref; S : String) return Integer;
      function Area (N : not null access Integer) return Integer;
      function Area return Integer;
      function Area return Float;
      function Only (P : Point) return Integer;
      function "+" (A, B : Point) return Point;
      function "+" (A : Point; B : Integer) return Point;
   end Shapes;
   package body Shapes is
      function Area (N : Integer) return Integer is
      begin
         return N;
      end Area;
      function Area (N : Float) return Integer is
      begin
         return Integer (N);
      end Area;
      function Area (P : Point; Scale : Float) return Integer is
      begin
         return P.X * Integer (Scale);
      end Area;
      procedure Area (P : in out Point) is
      begin
         P.X := P.Y;
      end Area;
      function Area (C : Color; V : Vec; R : Ref; S : String) return Integer is
      begin
         return Color'Pos (C) + V (1) + R.all + S'Length;
      end Area;
      function Area (N : not null access Integer) return Integer is
      begin
         return N.all;
      end Area;
      function Area return Integer is
      begin
         return 1;
      end Area;
      function Area return Float is
      begin
         return 1.0;
      end Area;
      function Only (P : Point) return Integer is
      begin
         return P.X;
      end Only;
      function "+" (A, B : Point) return Point is
      begin
         return (A.X + B.X, A.Y + B.Y);
      end "+";
      function "+" (A : Point; B : Integer) return Point is
      begin
         return (A.X + B, A.Y + B);
      end "+";
   end Shapes;
   use Shapes;
   function Work (N : Float) return Integer is
   begin
      return Area (Integer (N));
   end Work;
   function Work (N : Integer) return Integer is
      function Local (N : Integer) return Integer is
      begin
         return N + 1;
      end Local;
      function Local (N : Long_Float) return Integer is
      begin
         return Integer (N);
      end Local;
      P : Point := (N, 2);
      V : Vec := (1, 2, 3);
      I : aliased Integer := 3;
      F : Float := Area;
   begin
      Area (P);
      P := P + P;
      P := P + 3;
      return Area (3) + Area (2.5) + Area (P, 2.0) + Local (1) + Local (2.0)
        + Area + Area (Red, V, new Integer'(3), "abc") + Area (I'Access)
        + Integer (F) + Only (P) + Area (I);
   end Work;
begin
   Put_Line (Integer'Image (Work (2.5)) & Integer'Image (Work (1)));
end Language_Ada_Overloads;
